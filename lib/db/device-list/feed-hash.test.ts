import { beforeAll, expect, test } from 'vitest';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import { countByFacet } from '#lib/devices/count-by-facet';
import { type DeviceCriteria, deviceSorts } from '#lib/domain/devices/device-criteria';
import { openTestDatabase } from '#lib/test-kit/test-database';
import type { Database } from '../core/database.ts';
import { Prisma } from '../core/prisma.ts';
import { countDevices } from './count-devices.ts';
import { feedHash, whereOf } from './device-filter.ts';
import { nameColumns, selectDevicePage } from './device-page.ts';
import type { PageBounds } from './gathered-page.ts';

const now = new Date('2026-11-25T08:00:00Z');
const perFeed = 30;
let db: Database;
let wanted: string;

beforeAll(async () => {
  const opened = await openTestDatabase();
  db = opened.db;
  const [collision] = await db.rows<{ feeds: string[] }>(Prisma.sql`
    SELECT array_agg(name ORDER BY name) AS feeds FROM (SELECT 'feed ' || n AS name FROM generate_series(1, 300000) n) f
    GROUP BY ${feedHash(Prisma.raw('name'))} HAVING count(*) = 2 ORDER BY 1 LIMIT 1`);
  const [own = '', foreign = ''] = collision?.feeds ?? [];
  wanted = own;
  for (const feed of [own, foreign, 'unlike']) {
    const checkIns = Array.from({ length: perFeed }, (_, n) => ({
      externalId: `${n}`,
      checkedInAt: new Date(now.getTime() - n * 60_000).toISOString(),
      device: { name: `phone ${n}`, os: 'ios', osVersion: '26.1', serialNumber: feed },
      violations: n % 2 === 0 ? [{ policy: 'Passcode missing', action: 'block' }] : [],
    }));
    await recordCheckIns(db, { feed, checkIns, now });
  }
  await db.pool.$executeRaw`UPDATE devices SET azure_id_taken_by = 'other' WHERE external_id LIKE '%3'`;
  await db.pool.$executeRaw`ANALYZE`;
  return opened.close;
});

const none: PageBounds = {
  steps: { plain: 1, search: 1 },
  texts: 1,
  gathered: { plain: 0, search: 0 },
  found: 0,
  tagged: 0,
  traits: 0,
};
const ways: Record<string, PageBounds | undefined> = {
  'as usual': undefined,
  'facet by facet': none,
  'by the index of texts': { ...none, found: 1_000_000 },
  'by what one condition finds': { ...none, gathered: { plain: 1_000_000, search: 1_000_000 } },
};

const filters: [DeviceCriteria, number][] = [
  [{}, perFeed],
  [{ verdict: ['compliant'] }, perFeed / 2],
  [{ q: 'phone' }, perFeed],
  [{ q: 'phone', lastCheckInBefore: now.toISOString() }, perFeed - 1],
  [{ lastCheckInBefore: now.toISOString() }, perFeed - 1],
  [{ policy: ['Passcode missing'] }, perFeed / 2],
  [{ q: 'phone', policy: ['Passcode missing'] }, perFeed / 2],
  [{ azureIdTaken: true }, 3],
];

test.each(Object.entries(ways))(
  'lists %s show one feed alone, though another has its hash',
  async (_, bounds) => {
    const ids = await idsOf(wanted);
    for (const [criteria, count] of filters) {
      const filter = { ...criteria, feed: [wanted] };
      for (const sort of deviceSorts) {
        const rows = await selectDevicePage<{ id: string }>(
          db,
          { filter, sort, position: null, limit: 100 },
          nameColumns,
          bounds,
        );
        expect(
          rows.filter(({ id }) => !ids.has(id)),
          JSON.stringify([filter, sort]),
        ).toEqual([]);
        expect(rows, JSON.stringify([filter, sort])).toHaveLength(count);
      }
    }
  },
);

test('counts, and what takes all that match, are of one feed alone, though another has its hash', async () => {
  for (const [criteria, count] of filters) {
    const filter = { ...criteria, feed: [wanted] };
    expect(await countDevices(db, filter, null), JSON.stringify(filter)).toBe(count);
    const matching = await db.rows<{ feed: string }>(
      Prisma.sql`SELECT d.feed FROM devices d WHERE ${whereOf(filter)}`,
    );
    expect(matching, JSON.stringify(filter)).toEqual(Array(count).fill({ feed: wanted }));
  }
  const { total, by } = await countByFacet(db, { feed: [wanted] }, now);
  expect(total).toBe(perFeed);
  expect(Object.values(by?.feed ?? {})).toEqual([perFeed, perFeed, perFeed]);
  expect(by?.azureIdTaken).toBe(3);
});

async function idsOf(feed: string): Promise<Set<string>> {
  const rows = await db.pool.device.findMany({ where: { feed }, select: { id: true } });
  return new Set(rows.map(({ id }) => id));
}
