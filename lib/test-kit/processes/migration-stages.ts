import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';
import { readCatalogLines } from '#lib/run/postgres/migrations/reconcile';

/** From this migration on there are rows to keep. */
const firstWithRows = '20261123130000_full_strength';

const someRows = `
INSERT INTO feeds (name) VALUES ('mdm');
INSERT INTO devices (id, feed, external_id, name, serial_number, os, os_version, violations, verdict, verdict_since,
  first_check_in_at, last_check_in_at, search_text)
SELECT ('00000000-0000-4000-8000-00000000000' || n)::uuid, 'mdm', 'D' || n, 'iPhone ' || n, 'S1', 'ios', '26.1',
  CASE n WHEN 1 THEN '[]' ELSE '[{"policy": "OS too old", "action": "block"}]' END::jsonb, 'noncompliant',
  '2026-11-20', '2026-11-20', '2026-11-21', 'iphone 東京 ' || n
FROM generate_series(1, 3) n;
INSERT INTO check_ins (id, device_id, checked_in_at, received_at, verdict)
SELECT ('00000000-0000-4000-8000-0000000000a' || n)::uuid, '00000000-0000-4000-8000-000000000001', '2026-11-20'::date + n,
  '2026-11-20'::date + n, CASE n WHEN 2 THEN 'noncompliant' ELSE 'compliant' END::verdict
FROM generate_series(1, 3) n;
INSERT INTO uploads (id, status, device_count, created_at, sent_at, client_request_id, request_id)
VALUES ('00000000-0000-4000-8000-0000000000b1', 'completed', 1, '2026-11-20', '2026-11-20',
  '00000000-0000-4000-8000-0000000000b2', 'r-1');
INSERT INTO sessions (token_hash, id, name, created_at, last_seen_at, expires_at)
VALUES ('h', '00000000-0000-4000-8000-0000000000c1', 'Kana', '2026-11-20', '2026-11-20', '2026-11-21');
INSERT INTO api_keys (id, name, lookup, hash, scopes, created_at)
VALUES ('00000000-0000-4000-8000-0000000000d1', 'bootstrap', 'l', 'h', '{admin}', '2026-11-20');
INSERT INTO audit_events (id, at, actor_kind, actor_name, action)
VALUES ('00000000-0000-4000-8000-0000000000e1', '2026-11-20', 'system', 'Tenko', 'device.retire')`;

/** A test database of its own on the test server; `template`: cloned from another one that nobody is connected to. */
export async function createStageDatabase(template?: string): Promise<{ name: string; url: string }> {
  const name = `stage_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(inject('databaseServerUrl'));
  await execute(url.href, `CREATE DATABASE ${name}${template ? ` TEMPLATE ${template}` : ''}`);
  url.pathname = `/${name}`;
  return { name, url: url.href };
}

export async function dropStageDatabase(name: string): Promise<void> {
  await execute(inject('databaseServerUrl'), `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

export async function execute(url: string, sql: string): Promise<void> {
  await onDatabase(url, (client) => client.query(sql));
}

export async function onDatabase<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Nothing, but before the first migration that has rows to move. */
export async function addRowsBefore(url: string, migration: string): Promise<void> {
  if (migration === firstWithRows) await execute(url, someRows);
}

export interface Contents {
  schema: string[];
  rows: Record<string, unknown>;
}

/** Schema and rows, without what differs from run to run (ids made by the database, times of migrations). */
export async function readContents(url: string): Promise<Contents> {
  return onDatabase(url, async (client) => {
    const schema = [...(await readCatalogLines(client))].sort();
    const tables = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace ORDER BY 1`,
    );
    const rows: Record<string, unknown> = {};
    const varying: Record<string, string> = { azure_calls: 'id', overview: 'next_at', feeds: 'created_at' };
    for (const { name } of tables.rows) {
      const { rows: found } = await client.query<{ row: string }>(
        name === '_prisma_migrations'
          ? `SELECT concat_ws(' ', migration_name, checksum, applied_steps_count, finished_at IS NULL, logs, rolled_back_at) AS row
             FROM _prisma_migrations ORDER BY 1`
          : `SELECT (to_jsonb(t) - '${varying[name] ?? ''}')::text AS row FROM "${name}" t ORDER BY 1`,
      );
      rows[name] = found.map(({ row }) => row);
    }
    return { schema, rows };
  });
}
