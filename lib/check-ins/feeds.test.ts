import { beforeAll, expect, test, vi } from 'vitest';
import { selectRejections } from '#lib/db/check-ins/feeds';
import type { Database } from '#lib/db/core/database';
import { Prisma } from '#lib/db/core/prisma';
import { patient } from '#lib/test-kit/patient';
import { openTestDatabase } from '#lib/test-kit/test-database';
import { getDevice } from '../devices/get-device.ts';
import { createLog } from '../log.ts';
import { feedCounter } from './feed-counter.ts';
import { excerptOf, listFeeds, listRejections } from './feeds.ts';
import { recordCheckIns } from './record-check-ins.ts';
import { logIntake } from './take-check-ins.ts';

let db: Database;
beforeAll(async () => {
  const opened = await openTestDatabase();
  db = opened.db;
  return opened.close;
});

const now = new Date('2026-11-23T07:30:00Z');
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);

function checkIn(externalId: string, at = now, device: object = {}, more: object = {}) {
  return {
    externalId,
    checkedInAt: at.toISOString(),
    ...more,
    device: { name: externalId, os: 'ios', osVersion: '26.1', ...device },
  };
}
const send = (feed: string, checkIns: unknown[], at = now) => recordCheckIns(db, { feed, checkIns, now: at });
const feedOf = async (name: string, at = now) =>
  (await listFeeds(db, at)).items.find((feed) => feed.name === name);

test('a feed’s health: its last check-in, its devices, and what became of its check-ins in a day', async () => {
  await send('health', [checkIn('old', hours(-25))], hours(-25));
  await send('health', [
    checkIn('A'),
    checkIn('B', now, { model: '', serialNumber: {} }),
    checkIn('C', now, { os: 'x' }),
  ]);
  await send('health', [checkIn('A'), { ...checkIn('D', now, { os: 'x' }) }], hours(0.2));
  expect(await feedOf('health')).toMatchObject({
    lastCheckInAt: hours(0.2).toISOString(),
    health: 'ok',
    devices: 3,
    rejected: 2,
    warnings: 2,
    outcomes: { created: 2, changed: 0, unchanged: 0, stale: 1, rejected: 2 },
  });
  await send('health', [checkIn('C', now, { os: 'x' })], hours(1));
  expect(await feedOf('health', hours(1))).toMatchObject({
    lastCheckInAt: hours(0.2).toISOString(),
    rejected: 3,
  });
});

test('a feed is silent when no check-in was accepted for more than a day', async () => {
  await send('silent', [checkIn('A')]);
  expect(await feedOf('silent', hours(24))).toMatchObject({ health: 'ok' });
  expect(await feedOf('silent', new Date(hours(24).getTime() + 1))).toMatchObject({ health: 'silent' });
  await db.rows(Prisma.sql`INSERT INTO feeds (name) VALUES ('new') RETURNING name`);
  expect(await feedOf('new')).toMatchObject({ health: 'never', lastCheckInAt: null, source: null });
});

test('what is counted is added a second later, and kept while the database is away', async () => {
  await send('counted', [checkIn('A')]);
  await vi.waitFor(async () => {
    const rows = await db.pool.feedHour.findMany({ where: { feed: 'counted' } });
    expect(rows).toMatchObject([{ created: 1 }]);
  }, patient);
  const counter = feedCounter(db);
  counter.count('counted', [{ externalId: 'A', deviceId: null, outcome: 'stale' }], now);
  const away = vi.spyOn(db, 'transaction').mockRejectedValueOnce(new Error('away'));
  await expect(counter.write()).rejects.toThrow('away');
  away.mockRestore();
  counter.count('counted', [{ externalId: 'A', deviceId: null, outcome: 'stale' }], now);
  await counter.write();
  expect(await db.pool.feedHour.findMany({ where: { feed: 'counted' } })).toMatchObject([
    { created: 1, stale: 2 },
  ]);
});

test('rejections are kept with their errors, newest first, a page at a time', async () => {
  await send('rejecting', [checkIn('first')]);
  for (let n = 0; n < 5; n += 1) await send('rejecting', [checkIn(`R${n}`, now, { os: 'beos' })], hours(n));
  const pages = [];
  let cursor: string | undefined;
  do {
    const page = await listRejections(db, 'rejecting', { limit: 2, ...(cursor && { cursor }) });
    pages.push(page.items.map(({ externalId }) => externalId));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(pages).toEqual([['R4', 'R3'], ['R2', 'R1'], ['R0']]);
  const { items } = await listRejections(db, 'rejecting', { limit: 1 });
  expect(items).toMatchObject([
    {
      externalId: 'R4',
      at: hours(4).toISOString(),
      errors: [{ path: 'device.os', code: 'invalid_value' }],
      excerpt: expect.stringContaining('"os":"beos"'),
    },
  ]);
  await expect(listRejections(db, 'no such feed', { limit: 1 })).rejects.toThrow('Feed not found.');
});

test('the newest 1,000 of a feed are kept', async () => {
  await send('flood', [checkIn('first')]);
  const batch = (round: number) =>
    Array.from({ length: 600 }, (_, n) => checkIn(`${round}-${n}`, now, { os: 'x' }));
  await Promise.all([0, 1, 2].map((round) => send('flood', batch(round), hours(round))));
  await send('flood', [checkIn('last', now, { os: 'x' })], hours(3));
  const kept = await selectRejections(db.pool, 'flood', null, 5000);
  expect([kept.length, kept[0]?.externalId]).toEqual([1000, 'last']);
  expect(kept.filter(({ externalId }) => externalId?.startsWith('0-'))).toEqual([]);
});

test('a device shows the warnings of its last check-in, and what was rejected of it', async () => {
  const { results } = await send('shown', [checkIn('S', now, { model: ' ' })]);
  const id = results[0]?.deviceId ?? '';
  await send('shown', [checkIn('S', hours(1), { os: '?' })], hours(1));
  await send('other', [checkIn('S', hours(1), { os: '?' })], hours(1));
  expect(await getDevice(db, id, now)).toMatchObject({
    warnings: [{ path: 'device.model', code: 'empty' }],
    rejections: [{ at: hours(1).toISOString(), errors: [{ path: 'device.os', code: 'invalid_value' }] }],
  });
  // The same again changes nothing else, and takes the warnings back.
  const again = await send('shown', [checkIn('S', hours(2))], hours(2));
  expect(again.results).toMatchObject([{ outcome: 'unchanged' }]);
  expect((await getDevice(db, id, now)).warnings).toEqual([]);
});

test('what cannot even be stored leaves a trace, too', async () => {
  const strange = { externalId: 'a\u0000\ud800', 'k\u0000\ud800': 1, checkedInAt: '\u0000' };
  await send('strange', [checkIn('first'), strange, 7, null, [[]], 'x'.repeat(5000)]);
  const { items } = await listRejections(db, 'strange', { limit: 200 });
  expect(items).toHaveLength(5);
  expect(items.map(({ externalId }) => externalId)).toContain('a\ufffd\ufffd');
});

test('an excerpt shows what decides, and nothing that is secret or personal', () => {
  const token = `eyJ${'a1B2'.repeat(30)}`;
  const item = {
    ...checkIn('E', now, { name: 'Kana’s iPhone', os: `Bearer ${token}`, serialNumber: 'SN1' }),
    user: { principalName: 'kana@example.com' },
    violations: Array.from({ length: 50 }, () => ({ policy: 'secret plan', action: 'wipe' })),
    azure: { clientStatusCode: 'Nope', deviceId: '007c8232-9489-4074-9b35-345b16f0a72d' },
    password: 'hunter2',
    headers: { authorization: token },
  };
  const excerpt = excerptOf(item);
  for (const shown of [
    '"externalId":"E"',
    '"os":"Bearer …"',
    '"action":"wipe"',
    '"Nope"',
    '"password":"…"',
  ]) {
    expect(excerpt).toContain(shown);
  }
  for (const hidden of [token, 'hunter2', 'kana', 'Kana', 'SN1', '007c8232', 'secret plan']) {
    expect(excerpt).not.toContain(hidden);
  }
  expect(excerptOf({ ...item, more: 'x', externalId: 'e'.repeat(5000) }).length).toBeLessThan(1100);
  expect([excerptOf(null), excerptOf(7), excerptOf([item])]).toEqual(['null', '7', '["…"]']);
});

test('rejections are found by indexes', async () => {
  await db.pool.$executeRaw`
    INSERT INTO check_in_rejections (id, feed, external_id, at, errors, excerpt)
    SELECT gen_random_uuid(), 'feed ' || n % 20, 'x' || n, now(), '[]', '' FROM generate_series(1, 20000) n`;
  await db.pool.$executeRaw`ANALYZE check_in_rejections`;
  const plan = async (where: Prisma.Sql) =>
    JSON.stringify(
      await db.rows(Prisma.sql`EXPLAIN SELECT * FROM check_in_rejections r WHERE ${where}
        ORDER BY r.at DESC, r.id DESC LIMIT 5`),
    );
  const ofFeed = await plan(Prisma.sql`r.feed = 'feed 1' AND (r.at, r.id) < (now(), gen_random_uuid())`);
  expect(ofFeed).toContain('check_in_rejections_feed_at_id_idx');
  const ofDevice = await plan(Prisma.sql`r.feed = 'feed 1' AND r.external_id = 'x1'`);
  expect(ofDevice).toContain('check_in_rejections_feed_external_id_at_idx');
  expect(await plan(Prisma.sql`r.at < now() - interval '30 days'`)).not.toContain('Seq Scan');
});

test('the log tells of a feed at once, and then once a minute with the numbers', () => {
  const log = createLog('test', 'silent');
  const told: unknown[] = [];
  for (const level of ['warn', 'info'] as const) {
    vi.spyOn(log, level).mockImplementation((facts: unknown) => void told.push(facts));
  }
  const errors = [{ path: 'device.os', code: 'required' as const, message: '' }];
  const of = { externalId: 'A', deviceId: null };
  const bad = { ...of, outcome: 'rejected' as const, error: { code: 'invalid_input', detail: '', errors } };
  const fine = { ...of, outcome: 'stale' as const };
  const warned = { ...fine, warnings: [{ path: 'device.model', code: 'empty' as const, message: '' }] };
  const at = (seconds: number) => new Date(now.getTime() + seconds * 1000);
  logIntake(log, 'log-1', [fine], at(0));
  logIntake(log, 'log-1', [warned, warned], at(0));
  logIntake(log, 'log-1', [bad, fine], at(1));
  for (let second = 2; second < 61; second += 1) logIntake(log, 'log-1', [bad, bad], at(second));
  expect(told).toEqual([
    { event: 'check_ins.adjusted', feed: 'log-1', count: 2, examples: ['device.model empty'] },
    { event: 'check_ins.rejected', feed: 'log-1', count: 1, examples: ['device.os required'] },
  ]);
  logIntake(log, 'log-1', [bad, fine], at(61));
  expect(told.slice(2)).toEqual([
    { event: 'check_ins.rejected', feed: 'log-1', count: 119, examples: ['device.os required'] },
  ]);
});
