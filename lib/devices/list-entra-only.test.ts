import { beforeAll, expect, test } from 'vitest';
import { selectEntraOnlyPage } from '#lib/db/connection/entra-only';
import type { Database, RowReader } from '#lib/db/core/database';
import { Prisma } from '#lib/db/core/prisma';
import { commandLine } from '#lib/domain/people/actor';
import { readCsv } from '#lib/test-kit/api/read-csv';
import { openTestDatabase } from '#lib/test-kit/test-database';
import {
  type EntraOnlyDevice,
  type EntraOnlyQuery,
  entraOnlyExportQuery,
  entraOnlyQuery,
} from '../contract/entra-only.ts';
import { countEntraOnly } from './count-entra-only.ts';
import { exportEntraOnly } from './export-entra-only.ts';
import { listEntraOnly } from './list-entra-only.ts';

let db: Database;
const now = new Date('2026-11-23T07:00:00Z');
const unknown = 400;

/** Of 20,000 objects, every 50th is not in Tenko; five of those carry names worth a look. */
beforeAll(async () => {
  const opened = await openTestDatabase();
  db = opened.db;
  await db.pool.$executeRaw`
    INSERT INTO entra_objects (object_id, azure_device_id, name, os, last_sign_in_at, in_tenko, full_round)
    SELECT md5('object ' || n)::uuid, md5('device ' || n)::uuid, 'PC-' || n,
      (ARRAY['windows', 'ios', 'windows', 'macos'])[1 + n / 50 % 4]::operating_system,
      ${now}::timestamptz - (n / 100) * interval '1 day', n % 50 > 0, 1
    FROM generate_series(0, 19999) n`;
  const renamed: [number, string | null][] = [
    [0, '=1+1'],
    [100, 'Twice'],
    [200, 'twice'],
    [300, null],
  ];
  for (const [n, name] of renamed)
    await db.pool
      .$executeRaw`UPDATE entra_objects SET name = ${name} WHERE object_id = md5('object ' || ${n}::text)::uuid`;
  await db.pool.$executeRaw`UPDATE entra_objects SET name = 'iPhone' WHERE NOT in_tenko AND os = 'ios'`;
  await db.pool.$executeRaw`
    UPDATE entra_objects SET last_sign_in_at = 'epoch' WHERE object_id = md5('object 19950')::uuid`;
  await db.pool.$executeRaw`VACUUM ANALYZE entra_objects`;
  return opened.close;
});

/** All pages of a query. */
async function pages({ stale, ...query }: Partial<EntraOnlyQuery>): Promise<EntraOnlyDevice[]> {
  const found: EntraOnlyDevice[] = [];
  let cursor: string | null = null;
  do {
    const given = { ...query, ...(stale && { stale: 'true' }), ...(cursor === null ? {} : { cursor }) };
    const page = await listEntraOnly(db, entraOnlyQuery.parse(given), now);
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

const exported = async (query: object) => {
  let text = '';
  const context = { actor: commandLine, now };
  for await (const part of exportEntraOnly(db, entraOnlyExportQuery.parse(query), context)) text += part;
  return text;
};

test('every device that only Entra knows is on one page, in both orders', async () => {
  const newest = await pages({ limit: 7 });
  expect(newest).toHaveLength(unknown);
  expect(new Set(newest.map(({ objectId }) => objectId)).size).toBe(unknown);
  const times = newest.map(({ lastSignInAt }) => lastSignInAt ?? '');
  expect(times).toEqual(times.toSorted().reverse());
  const oldest = await pages({ sort: 'lastSignInAt', limit: 150 });
  expect(oldest).toEqual(newest.toReversed());
  expect(oldest[0]).toMatchObject({ lastSignInAt: null, stale: true });
});

test('filters by system and staleness', async () => {
  const all = await pages({});
  const mobile = await pages({ os: ['ios', 'macos'], limit: 60 });
  expect(mobile).toEqual(all.filter(({ os }) => os !== 'windows'));
  const stale = await pages({ os: ['windows'], stale: true });
  expect(stale).toEqual(all.filter(({ os, stale: isStale }) => os === 'windows' && isStale));
  const limit = new Date(now.getTime() - 90 * 86_400_000).toISOString();
  expect(stale.length).toBeGreaterThan(0);
  expect(stale.every(({ lastSignInAt }) => lastSignInAt === null || lastSignInAt < limit)).toBe(true);
  await expect(listEntraOnly(db, entraOnlyQuery.parse({ cursor: 'x' }), now)).rejects.toThrow('cursor');
});

test('few devices of one name and system are possible duplicates, many are not', async () => {
  const all = await pages({});
  const named = (name: string | null) => all.filter((device) => device.name === name);
  expect(named('Twice')[0]).toMatchObject({ sameName: 1, duplicate: true });
  expect(named('twice')[0]).toMatchObject({ sameName: 1, duplicate: true });
  expect(named('iPhone')[0]).toMatchObject({ sameName: 10, duplicate: false });
  expect(named(null)[0]).toMatchObject({ sameName: 0, duplicate: false });
});

test('the export has the same devices, and no formula', async () => {
  const [head = [], ...rows] = readCsv(await exported({ os: 'windows' }));
  const windows = await pages({ os: ['windows'] });
  expect(rows).toHaveLength(windows.length);
  expect(head.toSorted()).toEqual(Object.keys(windows[0] ?? {}).toSorted());
  const names = rows.map((row) => row[head.indexOf('name')]);
  expect(names).toContain("'=1+1");
  expect(names).not.toContain('=1+1');
  const lines = (await exported({ format: 'ndjson', stale: 'true' })).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual(await pages({ stale: true }));
  const event = await db.pool.auditEvent.findFirst({ where: { action: 'entra_device.export' } });
  expect(event?.details).toMatchObject({ format: 'csv', count: windows.length, complete: true });
});

test('a page is read along an index of what only Entra knows, and duplicates are looked up', async () => {
  const plans: string[] = [];
  const rows: RowReader['rows'] = async (query) => {
    plans.push(JSON.stringify(await db.rows<object>(Prisma.sql`EXPLAIN ${query}`)));
    return db.rows(query);
  };
  const after = { value: now.toISOString(), id: 'ffffffff-ffff-4fff-bfff-ffffffffffff' };
  const query = { os: undefined, staleBefore: null, sort: '-lastSignInAt', after, limit: 50 } as const;
  for (const os of [undefined, ['windows', 'ios'] as const]) {
    for (const staleBefore of [null, now]) await selectEntraOnlyPage({ rows }, { ...query, os, staleBefore });
  }
  expect(plans).toHaveLength(4);
  for (const plan of plans) {
    expect(plan).toMatch(/entra_objects_(os_)?last_sign_in_at_object_id_idx/);
    expect(plan).toContain('entra_objects_same_name_idx');
    expect(plan).not.toContain('Seq Scan');
  }
});

test('a device that has checked in leaves the list, and comes back with another Azure id', async () => {
  const count = async () => {
    await db.pool.entraOnlyCounting.updateMany({ data: { nextAt: new Date(0) } });
    expect(await countEntraOnly(db, now)).toBe(true);
    return db.pool.entraOnlyCounting.findUniqueOrThrow({ where: { id: 1 } });
  };
  await db.pool.$executeRaw`INSERT INTO feeds (name) VALUES ('test')`;
  // All that are in Tenko, and one more
  await db.pool.$executeRaw`
    INSERT INTO devices (id, feed, external_id, name, os, os_version, verdict, verdict_since, first_check_in_at,
      last_check_in_at, azure_device_id)
    SELECT gen_random_uuid(), 'test', object_id, 'a device', 'windows', '11', 'compliant', now(), now(), now(), azure_device_id
    FROM entra_objects WHERE in_tenko OR object_id = md5('object 0')::uuid`;
  const systems = [
    { os: 'windows', count: 199, stale: expect.any(Number) },
    { os: 'ios', count: 100, stale: expect.any(Number) },
    { os: 'macos', count: 100, stale: expect.any(Number) },
  ];
  expect(await count()).toMatchObject({ countedAt: now, systems });
  expect(await countEntraOnly(db, now)).toBe(false);
  expect(await pages({})).toHaveLength(unknown - 1);
  await db.pool.$executeRaw`
    UPDATE devices SET azure_device_id = gen_random_uuid() WHERE azure_device_id = md5('device 0')::uuid`;
  expect((await count()).systems).toMatchObject([{ os: 'windows', count: 200 }, {}, {}]);
});
