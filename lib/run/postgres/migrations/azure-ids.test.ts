import { Client } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrate } from '#lib/run/commands/migrate';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';
import { readMigrations } from './read-migrations.ts';

const migration = '20261128120000_azure_ids';
const azureId = (digit: number) => `007c8232-9489-4074-9b35-00000000000${digit}`;

let database: TestDatabase;
let client: Client;
beforeEach(async () => {
  database = await createTestDatabase({ template: false });
  client = new Client({ connectionString: database.url });
  await client.connect();
});
afterEach(async () => {
  await client.end();
  await database.drop();
});

interface Known {
  feed: string;
  azure: number;
  /** Minute of the last message to Microsoft; null: never */
  told: number | null;
  retired?: boolean;
}

async function insert({ feed, azure, told, retired = false }: Known): Promise<string> {
  const id = uuidv7();
  const at = told === null ? null : `2026-11-01T00:${String(told).padStart(2, '0')}:00Z`;
  await client.query('INSERT INTO feeds (name) VALUES ($1) ON CONFLICT DO NOTHING', [feed]);
  await client.query(
    `INSERT INTO devices (id, feed, external_id, name, os, os_version, azure_device_id, client_status_code, verdict,
       verdict_since, management_state, first_check_in_at, last_check_in_at, last_update_time, reported_verdict,
       report_due_at, due_trigger, due_priority)
     VALUES ($1, $2, $6, 'd', 'ios', '26', $3, 'Success', 'compliant', now(), $4, '2026-11-01', now(), $5,
       CASE WHEN $5::timestamptz IS NULL THEN NULL ELSE 'compliant'::verdict END, now(), 'weekly', 1)`,
    [id, feed, azureId(azure), retired ? 'retired' : 'managed', at, id],
  );
  return id;
}

it('gives ids that are known already to the feed whose report Microsoft got last', async () => {
  const before = (await readMigrations()).filter(({ name }) => name < migration);
  await migrate(database.url, before);
  const first = await insert({ feed: 'a', azure: 1, told: 5 });
  const last = await insert({ feed: 'b', azure: 1, told: 9 });
  const alone = await insert({ feed: 'a', azure: 2, told: null });
  await insert({ feed: 'a', azure: 3, told: 9, retired: true });
  const heir = await insert({ feed: 'b', azure: 3, told: null });
  expect(await migrate(database.url)).toContain(migration);
  const claims = await client.query(
    'SELECT azure_device_id AS id, feed, review_at IS NOT NULL AS contested FROM azure_ids ORDER BY 1',
  );
  expect(claims.rows).toEqual([
    { id: azureId(1), feed: 'b', contested: true },
    { id: azureId(2), feed: 'a', contested: false },
    { id: azureId(3), feed: 'b', contested: false },
  ]);
  const { rows } = await client.query<{ id: string }>(
    'SELECT id, azure_id_taken_by AS taken, report_due_at IS NOT NULL AS due, reported_verdict AS told FROM devices',
  );
  const byId = new Map(rows.map(({ id, ...row }) => [id, row]));
  expect(byId.get(first)).toEqual({ taken: 'b', due: false, told: null });
  expect(byId.get(last)).toEqual({ taken: null, due: true, told: 'compliant' });
  expect(byId.get(alone)).toEqual({ taken: null, due: true, told: null });
  expect(byId.get(heir)).toEqual({ taken: null, due: true, told: null });
});
