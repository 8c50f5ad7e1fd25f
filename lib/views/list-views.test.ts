import { beforeAll, expect, test } from 'vitest';
import type { Database } from '#lib/db/core/database';
import { openTestDatabase } from '#lib/test-kit/test-database';
import { recordCheckIns } from '../check-ins/record-check-ins.ts';
import { countViews } from './list-views.ts';

let db: Database;
const start = new Date('2026-11-25T09:00:00Z');
const later = new Date(start.getTime() + 60_000);
const phones = { os: ['ios' as const] };

beforeAll(async () => {
  const opened = await openTestDatabase();
  db = opened.db;
  return opened.close;
});

async function checkIn(externalId: string) {
  const device = { name: externalId, os: 'ios', osVersion: '26' };
  const checkIns = [{ externalId, checkedInAt: start.toISOString(), device, violations: [] }];
  await recordCheckIns(db, { feed: 'views', checkIns, now: start });
}
const counted = async (counting: { now: Date; old: boolean }) =>
  (await countViews(db, [phones], counting))(phones)?.value;
/** On a busy machine an answer may not wait for the count, which a later one then has. */
const soonCounted = (counting: { now: Date; old: boolean }) => expect.poll(() => counted(counting));

test('a page takes counts of any age, and a request for the counts alone gets new ones', async () => {
  await checkIn('a');
  await soonCounted({ now: start, old: true }).toBe(1);
  await checkIn('b');
  expect(await counted({ now: later, old: true })).toBe(1);
  await soonCounted({ now: later, old: false }).toBe(2);
  expect(await counted({ now: later, old: true })).toBe(2);
});

test('what has just been counted is not counted again', async () => {
  await checkIn('c');
  expect(await counted({ now: later, old: false })).toBe(2);
  await soonCounted({ now: new Date(later.getTime() + 2_000), old: false }).toBe(3);
});
