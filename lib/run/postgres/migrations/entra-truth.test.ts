import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '#lib/db/core/database';
import { Prisma } from '#lib/db/core/prisma';
import { packFacet, unpackFacet } from '#lib/domain/devices/device-facet';
import { migrate } from '#lib/run/commands/migrate';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';
import { readMigrations } from './read-migrations.ts';

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createTestDatabase({ template: false });
  const all = await readMigrations();
  await migrate(
    database.url,
    all.filter(({ name }) => name < '20261128100000'),
  );
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query(devicesOfBefore);
  await client.end();
  await migrate(database.url);
  db = openDatabase(database.url);
}, 60_000);
afterAll(async () => {
  await db.close();
  await database.drop();
});

/** As a version that knew neither access nor the other problems left them. */
const devicesOfBefore = `
  INSERT INTO feeds (name) VALUES ('hq');
  INSERT INTO devices (id, feed, external_id, name, os, os_version, verdict, verdict_since, first_check_in_at,
    last_check_in_at, azure_device_id, client_status_code, reported_verdict, entra_read_at, entra_is_compliant,
    entra_is_managed, entra_problem, entra_differs_since, drift_since, violations)
  SELECT gen_random_uuid(), 'hq', n.name, n.name, 'windows', '26', 'compliant', now(), now(), now(), n.azure, n.code,
    n.reported, n.read, n.compliant, n.compliant, n.problem, n.differs, n.drift, '[{"policy":"P","action":"monitor","since":null}]'
  FROM (VALUES
    ('agrees', gen_random_uuid(), 'Success'::client_status_code, 'compliant'::verdict, now(), true, NULL, NULL::timestamptz, NULL::timestamptz),
    ('differs', gen_random_uuid(), 'Success', 'compliant', now(), false, NULL, now(), NULL),
    ('drifts', gen_random_uuid(), 'Success', 'compliant', now(), false, NULL, now(), now()),
    ('gone', gen_random_uuid(), 'Success', 'compliant', now(), NULL, 'not_in_entra', NULL, NULL),
    ('half', gen_random_uuid(), 'Success', 'compliant', now(), NULL, NULL, NULL, NULL),
    ('half-differs', gen_random_uuid(), 'Success', 'compliant', now(), NULL, NULL, now(), NULL),
    ('half-retired', gen_random_uuid(), 'Success', 'retired', now(), NULL, NULL, NULL, NULL),
    ('unread', gen_random_uuid(), 'Success', NULL, NULL, NULL, NULL, NULL, NULL),
    ('unregistered', NULL, 'User_Canceled', NULL, NULL, NULL, NULL, NULL, NULL))
    AS n(name, azure, code, reported, read, compliant, problem, differs, drift);
  UPDATE devices SET entra_is_managed = name <> 'half-differs' WHERE name LIKE 'half%';
  INSERT INTO entra_readings (device_id, at, is_compliant, is_managed, reported_verdict, drifting)
  SELECT id, now(), true, true, 'compliant', false FROM devices;
  INSERT INTO device_policies (policy, device_id, facet, name, last_check_in_at)
  SELECT 'P', id, facet, name, last_check_in_at FROM devices;
  INSERT INTO facet_counts (facet, feed, count) VALUES (1, 'hq', 6);
  UPDATE facet_counting SET counted_at = now();`;

interface Kept {
  name: string;
  facet: number;
  policyFacet: number;
  problem: string | null;
  readings: number;
}

test('devices, their readings and their policies are kept, under the new facets', async () => {
  const rows = await db.rows<Kept>(Prisma.sql`
    SELECT d.name, (d.facet & 2097151)::integer AS facet, (p.facet & 2097151)::integer AS "policyFacet",
      d.entra_problem AS problem, (SELECT count(*)::integer FROM entra_readings e WHERE e.device_id = d.id) AS readings
    FROM devices d JOIN device_policies p ON p.device_id = d.id ORDER BY d.name`);
  const found = rows.map(({ name, facet, problem }) => {
    const { access, entraProblem } = unpackFacet(facet);
    expect(entraProblem).toBe(problem);
    return [name, access, problem];
  });
  expect(found).toEqual([
    ['agrees', 'let_in', null],
    ['differs', 'likely_blocked', 'not_followed_yet'],
    ['drifts', 'likely_blocked', null],
    ['gone', 'likely_blocked', 'not_in_entra'],
    ['half', 'likely_blocked', 'no_state'],
    ['half-differs', 'likely_blocked', 'no_state'],
    ['half-retired', 'likely_blocked', null],
    ['unread', 'unknown', null],
    ['unregistered', 'likely_blocked', null],
  ]);
  for (const { facet, policyFacet, readings } of rows) {
    expect([policyFacet, readings]).toEqual([facet, 1]);
    expect(packFacet(unpackFacet(facet))).toBe(facet);
  }
});

test('stored counts of the former facets are forgotten, and policies follow their devices as before', async () => {
  expect(await db.rows(Prisma.sql`SELECT 1 FROM facet_counts`)).toEqual([]);
  expect(await db.pool.facetCounting.findUniqueOrThrow({ where: { id: 1 } })).toMatchObject({
    countedAt: null,
  });
  await db.pool.device.updateMany({ where: { name: 'agrees' }, data: { entraEnabled: false } });
  const [row] = await db.rows<{ same: boolean }>(Prisma.sql`
    SELECT d.facet = p.facet AS same FROM devices d JOIN device_policies p ON p.device_id = d.id WHERE d.name = 'agrees'`);
  expect(row?.same).toBe(true);
});

test('what is to be read again is found by an index of its own', async () => {
  const plan = await db.transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
    return tx.$queryRaw<object[]>`
      EXPLAIN SELECT id FROM devices WHERE entra_problem IN ('not_in_entra', 'disabled', 'expired', 'no_state')
        AND entra_trouble_read_at < now() AND azure_device_id IS NOT NULL ORDER BY entra_trouble_read_at LIMIT 300`;
  });
  expect(JSON.stringify(plan)).toContain('devices_entra_trouble_read_at_idx');
});

test('what runs out is found by the index of its time, and nothing else is looked at', async () => {
  const plan = await db.transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
    return tx.$queryRaw<object[]>`
      EXPLAIN SELECT id FROM devices WHERE entra_compliance_expires_at <= now() AND entra_compliance_expires_at IS NOT NULL
        AND coalesce(entra_problem, 'not_followed_yet') IN ('not_followed_yet', 'no_state')
        AND (reported_verdict IS DISTINCT FROM 'retired' OR entra_is_compliant)
      ORDER BY entra_compliance_expires_at LIMIT 300`;
  });
  expect(JSON.stringify(plan)).toContain('devices_entra_expiry_idx');
  expect(JSON.stringify(plan)).not.toContain('Filter');
});
