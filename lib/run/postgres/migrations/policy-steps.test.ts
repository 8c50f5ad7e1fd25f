import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '#lib/db/core/database';
import { Prisma } from '#lib/db/core/prisma';
import { migrate } from '#lib/run/commands/migrate';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';
import { readMigrations } from './read-migrations.ts';

let database: TestDatabase;
let db: Database;
/** More than one part of a backfill */
const many = 5_000;

beforeAll(async () => {
  database = await createTestDatabase({ template: false });
  const all = await readMigrations();
  await migrate(
    database.url,
    all.filter(({ name }) => name < '20261130131000'),
  );
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query(devicesOfBefore);
  await client.end();
  await migrate(database.url);
  db = openDatabase(database.url);
}, 120_000);
afterAll(async () => {
  await db.close();
  await database.drop();
});

/** As a version that did not keep steps wrote them. */
const devicesOfBefore = `
  INSERT INTO feeds (name) VALUES ('hq');
  INSERT INTO devices (id, feed, external_id, name, os, os_version, verdict, verdict_since, first_check_in_at,
    last_check_in_at, violations, policy_state)
  SELECT gen_random_uuid(), 'hq', n.name, n.name, 'ios', '26', 'compliant', now(), now(), now(), n.violations::jsonb, n.own::jsonb
  FROM (VALUES
    ('by its feed', '[{"policy":"P","action":"monitor"},{"policy":"P","action":"block"}]', '[]'),
    ('both', '[{"policy":"P","action":"send_alert"}]', '[{"policyId":"1","policy":"P","endedAt":null,"action":"quarantine","exceptedUntil":null}]'),
    ('waits', '[]', '[{"policyId":"1","policy":"P","endedAt":null,"action":null,"exceptedUntil":null}]'),
    ('excepted', '[]', '[{"policyId":"1","policy":"P","endedAt":null,"action":"block","exceptedUntil":"2027-01-01T00:00:00Z"}]'),
    ('ended', '[]', '[{"policyId":"1","policy":"P","endedAt":"2026-11-29T00:00:00Z","action":"block","exceptedUntil":null}]'))
    AS n(name, violations, own);
  INSERT INTO devices (id, feed, external_id, name, os, os_version, verdict, verdict_since, first_check_in_at, last_check_in_at, violations)
  SELECT gen_random_uuid(), 'hq', n::text, 'one of many', 'ios', '26', 'compliant', now(), now(), now(), '[{"policy":"P","action":"retire"}]'
  FROM generate_series(1, ${many}) n;
  INSERT INTO device_policies (policy, device_id, facet, name, last_check_in_at)
  SELECT 'P', id, facet, name, last_check_in_at FROM devices WHERE name <> 'ended';`;

const stepsOf = async (name: string) => {
  const rows = await db.rows<{ step: string | null }>(
    Prisma.sql`SELECT step FROM device_policies WHERE name = ${name}`,
  );
  return rows.map(({ step }) => step);
};

test('the rows from before get the step of their policy, each of however many', async () => {
  expect(await stepsOf('by its feed')).toEqual(['block']);
  expect(await stepsOf('both')).toEqual(['quarantine']);
  expect(await stepsOf('waits')).toEqual(['waiting']);
  expect(await stepsOf('excepted')).toEqual(['excepted']);
  expect(new Set(await stepsOf('one of many'))).toEqual(new Set(['retire']));
  expect(await stepsOf('one of many')).toHaveLength(many);
});

test('what the version before goes on to write gets its step, too, and follows the device', async () => {
  await db.pool.$executeRaw`
    UPDATE devices SET violations = '[{"policy":"P","action":"block"},{"policy":"Q","action":"monitor"}]' WHERE name = 'waits'`;
  await db.pool.$executeRaw`
    INSERT INTO device_policies (policy, device_id, facet, name, last_check_in_at)
    SELECT 'Q', id, facet, name, last_check_in_at FROM devices WHERE name = 'waits'`;
  expect((await stepsOf('waits')).toSorted()).toEqual(['block', 'monitor']);
  await db.pool.$executeRaw`
    UPDATE devices SET violations = '[{"policy":"P","action":"retire"},{"policy":"Q","action":"monitor"}]' WHERE name = 'waits'`;
  expect((await stepsOf('waits')).toSorted()).toEqual(['monitor', 'retire']);
});
