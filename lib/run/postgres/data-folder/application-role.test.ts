import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '#lib/run/commands/migrate';
import { createBoss, createReportQueues } from '#lib/run/worker/report-queue';
import { execute, onDatabase, readContents } from '#lib/test-kit/processes/migration-stages';
import { type EmbeddedDatabase, startEmbeddedDatabase } from '../embedded-database.ts';
import { applicationRole } from './application-role.ts';

let dir: string;
let database: EmbeddedDatabase;

async function start(): Promise<EmbeddedDatabase> {
  return startEmbeddedDatabase({
    dir: join(dir, 'database'),
    passwordFile: join(dir, 'password'),
    logFile: join(dir, 'database.log'),
    durable: false,
  });
}

async function setUpProduct(url: string): Promise<void> {
  await migrate(url);
  const boss = createBoss(url);
  await boss.start();
  await createReportQueues(boss);
  await boss.stop({ graceful: false });
}

/** All owners of what is in the database but belongs to no extension */
async function owners(): Promise<string[]> {
  return onDatabase(database.superuserUrl, async (client) => {
    const { rows } = await client.query<{ owner: string }>(
      `SELECT DISTINCT pg_get_userbyid(owner) AS owner FROM (
         SELECT oid, relnamespace AS space, relowner AS owner FROM pg_class
         UNION ALL SELECT oid, pronamespace, proowner FROM pg_proc
         UNION ALL SELECT oid, typnamespace, typowner FROM pg_type
         UNION ALL SELECT oid, oid, nspowner FROM pg_namespace) o
       JOIN pg_namespace n ON n.oid = o.space
       WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' AND pg_get_userbyid(owner) <> 'pg_database_owner'
         AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = o.oid AND d.deptype = 'e')`,
    );
    return rows.map(({ owner }) => owner);
  });
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tenko-role-'));
  await chmod(dir, 0o711);
  database = await start();
}, 120_000);
afterAll(async () => {
  await database.stop();
  await rm(dir, { recursive: true, force: true });
});

test('the product’s role is no superuser, owns its database, and sets up all the product needs', async () => {
  await setUpProduct(database.url);
  expect(await owners()).toEqual([applicationRole]);
  await onDatabase(database.url, async (client) => {
    const { rows } = await client.query(
      `SELECT rolname, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls FROM pg_roles WHERE rolname = current_user`,
    );
    expect(rows).toEqual([
      {
        rolname: applicationRole,
        rolsuper: false,
        rolcreatedb: false,
        rolcreaterole: false,
        rolreplication: false,
        rolbypassrls: false,
      },
    ]);
  });
  for (const sql of [
    'CREATE ROLE another',
    `COPY (SELECT 1) TO PROGRAM 'true'`,
    `SELECT pg_read_file('/etc/hostname')`,
    'SET session_replication_role = replica',
    'ALTER SYSTEM SET fsync = off',
  ]) {
    await expect(execute(database.url, sql)).rejects.toThrow(/permission denied|must be/);
  }
}, 60_000);

test('events are refused to change, and retention works, without a superuser', async () => {
  await execute(
    database.url,
    `INSERT INTO audit_events (id, at, actor_kind, actor_name, action)
     VALUES (gen_random_uuid(), now() - interval '3 days', 'system', 'Tenko', 'device.retire')`,
  );
  await expect(execute(database.url, 'DELETE FROM audit_events')).rejects.toThrow('append-only');
  const forgotten = await onDatabase(database.url, (client) =>
    client.query(`SELECT forget_audit_events(now() - interval '2 days', 10) AS count`),
  );
  expect(forgotten.rows).toEqual([{ count: 1 }]);
});

test('a cluster of an earlier version, owned by the superuser, is handed over at the next start', async () => {
  await execute(
    database.superuserUrl,
    `ALTER DATABASE tenko OWNER TO tenko;
     REASSIGN OWNED BY ${applicationRole} TO tenko;
     DROP OWNED BY ${applicationRole};
     DROP ROLE ${applicationRole}`,
  );
  expect(await owners()).toEqual(['tenko']);
  const before = await readContents(database.superuserUrl);
  await database.stop();
  database = await start();
  expect(await owners()).toEqual([applicationRole]);
  await setUpProduct(database.url);
  expect(await readContents(database.url)).toEqual(before);
}, 120_000);
