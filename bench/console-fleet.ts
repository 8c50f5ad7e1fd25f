import { Client } from 'pg';
import { openDatabase } from '#lib/db/core/database';
import { recordCheckIns } from '../lib/check-ins/record-check-ins.ts';
import { createFleet } from '../lib/run/fleet/fleet.ts';

const patterns = 10_000;
const batch = 500;

/**
 * A large fleet as it looks after some months: the first devices check in as in the product, the others are made of
 * them by SQL, each with names, ids and times of its own, and states that go together as they do in life.
 */
export async function fillConsoleFleet(url: string, size: number): Promise<void> {
  const now = new Date();
  const db = openDatabase(url);
  const checkIns = createFleet({ seed: 'console', devices: Math.min(patterns, size) }).checkIns(0, now);
  for (let start = 0; start < checkIns.length; start += batch) {
    await recordCheckIns(db, { feed: 'hq', checkIns: checkIns.slice(start, start + batch), now });
  }
  await db.close();
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(
    `INSERT INTO feeds (name) VALUES ('jamf'), ('kiosks'), ('pilot'), ('kyoto') ON CONFLICT DO NOTHING`,
  );
  await withoutIndexes(client, async () => {
    await client.query(multiply, [Math.ceil(size / checkIns.length) - 1, size - checkIns.length]);
    await client.query(live, [now]);
    await client.query(`INSERT INTO device_search (device_id, text, name)
      SELECT d.id, replace(replace(s.text, lower(b.external_id), lower(d.external_id)), lower(b.serial_number), lower(d.serial_number)) || coalesce(E'\\n' || d.azure_device_id, ''), d.name
      FROM devices d JOIN devices b ON b.external_id = split_part(d.external_id, '/', 1)
      JOIN device_search s ON s.device_id = b.id WHERE d.external_id LIKE '%/%'`);
    await client.query('TRUNCATE device_traits');
    await client.query(`INSERT INTO device_traits SELECT d.id, d.os_version, d.model, d.ownership, d.encrypted, d.action,
      d.failure_code FROM devices d`);
    await client.query('TRUNCATE device_policies');
    await client.query(`INSERT INTO device_policies SELECT DISTINCT v->>'policy', d.id, d.facet, d.name,
        d.last_check_in_at, d.last_reported_at
      FROM devices d, jsonb_array_elements(d.violations) v WHERE d.violations <> '[]'`);
  });
  await client.query(connected, [now]);
  await client.query('VACUUM (FREEZE, ANALYZE)');
  await client.end();
}

/** All is well, and a worker lives while it is measured: otherwise a notice would be on every page. */
const connected = `UPDATE connection SET health = 'healthy', health_since = $1::timestamptz - interval '20 days',
  worker_seen_at = $1::timestamptz + interval '1 day', heartbeat_at = $1, provisioned_tenant_id = '',
  provisioned_at = $1::timestamptz - interval '20 days'`;

/** Indexes are created at the end, which is much faster. */
async function withoutIndexes(client: Client, work: () => Promise<void>): Promise<void> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT i.indexname AS name, i.indexdef AS definition FROM pg_indexes i
     WHERE i.tablename IN ('devices', 'device_search', 'device_policies', 'device_traits') AND i.indexname NOT LIKE '%_pkey'`,
  );
  await client.query('ALTER TABLE devices DISABLE TRIGGER USER');
  for (const { name } of rows) await client.query(`DROP INDEX "${name}"`);
  // Found by the first part of its name while the fleet is made
  await client.query('CREATE INDEX patterns ON devices (external_id)');
  await work();
  await client.query('DROP INDEX patterns');
  await client.query(`SET maintenance_work_mem = '512MB'`);
  for (const { definition } of rows) await client.query(definition);
  await client.query('ALTER TABLE devices ENABLE TRIGGER USER');
}

/** A few models belong to feeds of their own: a feed that knows one system only is what makes filters empty. */
const multiply = `
  INSERT INTO devices (id, feed, external_id, name, serial_number, os, os_version, manufacturer, model, ownership, encrypted,
    passcode_set, compromised, user_principal_name, user_display_name, user_azure_id, azure_device_id, client_status_code,
    azure_user_principal_name, violations, action, verdict, verdict_since, management_state, first_check_in_at, last_check_in_at, channel,
    channel_reason)
  SELECT uuidv7(), 'hq', d.external_id || '/' || n,
    CASE WHEN d.os = 'windows' THEN left(d.name, 4) || upper(substr(md5(d.id::text || n), 1, 8)) ELSE d.name END,
    upper(substr(md5(d.external_id || n), 1, length(d.serial_number))), d.os, d.os_version, d.manufacturer, d.model, d.ownership,
    d.encrypted, d.passcode_set, d.compromised, replace(d.user_principal_name, '@', n || '@'), d.user_display_name,
    d.user_azure_id, CASE WHEN d.azure_device_id IS NOT NULL THEN gen_random_uuid() END, d.client_status_code,
    CASE WHEN d.azure_device_id IS NOT NULL THEN replace(d.user_principal_name, '@', n || '@') END,
    d.violations, d.action, d.verdict, d.verdict_since, d.management_state, d.first_check_in_at, d.last_check_in_at, d.channel, d.channel_reason
  FROM generate_series(1, $1::integer) n, devices d ORDER BY n, d.id LIMIT $2::integer`;

const live = `
  UPDATE devices d SET
    feed = CASE WHEN d.os IN ('macos', 'ipados') THEN 'jamf' WHEN d.os = 'android' AND r.a < 0.4 THEN 'kiosks'
      WHEN r.b < 0.001 THEN 'pilot' WHEN d.user_principal_name LIKE '%.jp' AND r.b < 0.5 THEN 'kyoto' ELSE 'hq' END,
    last_check_in_at = $1::timestamptz - CASE WHEN r.c < 0.04 THEN interval '7 days' + r.a * r.a * interval '200 days'
      ELSE r.a * r.a * r.a * interval '4 days' END,
    azure_compliance_status = r.status,
    last_reported_at = CASE WHEN r.status IS NOT NULL OR r.d < 0.2 AND r.e < 0.9
      THEN $1::timestamptz - r.d * interval '7 days' - CASE WHEN r.c < 0.04 THEN r.a * r.a * interval '200 days' ELSE '0' END END,
    reported_verdict = CASE WHEN r.status = 'successful' THEN d.verdict END,
    report_due_at = CASE WHEN r.status = 'successful' THEN $1::timestamptz + r.d * interval '7 days' END,
    due_trigger = CASE WHEN r.status = 'successful' THEN 'weekly'::report_trigger END, due_priority = 1,
    entra_is_compliant = CASE WHEN r.status = 'successful' THEN d.verdict = 'compliant' END,
    entra_is_managed = CASE WHEN r.status = 'successful' THEN d.verdict <> 'retired' END,
    entra_read_at = CASE WHEN r.status = 'successful' THEN $1::timestamptz - r.e * interval '1 day' END,
    entra_enabled = CASE WHEN r.status = 'successful' THEN r.a > 0.004 END,
    entra_problem = CASE WHEN r.status <> 'successful' THEN NULL WHEN r.a <= 0.004 THEN 'disabled'
      WHEN r.b < 0.006 THEN 'not_in_entra' WHEN r.d < 0.003 THEN 'no_state' WHEN r.e < 0.001 THEN 'expired' END,
    drift_since = CASE WHEN r.status = 'successful' AND r.e < 0.003 THEN $1::timestamptz - r.d * interval '2 days' END,
    failure_code = CASE WHEN r.status = 'failed' THEN 'user_not_found' END,
    management_state = CASE WHEN d.verdict <> 'retired' THEN d.management_state
      WHEN r.d < 0.3 THEN 'retiring' ELSE 'retired' END::management_state
  FROM (SELECT id, a, b, c, d, e, CASE WHEN client_status_code = 'Success' AND d < 0.96 THEN
        CASE WHEN e < 0.01 THEN 'in_progress' WHEN e < 0.025 THEN 'failed' ELSE 'successful' END
      WHEN client_status_code IS NOT NULL AND d < 0.2 THEN CASE WHEN e < 0.8 THEN 'successful' ELSE 'failed' END
      END::azure_compliance_status AS status
    FROM (SELECT id, client_status_code, random() a, random() b, random() c, random() d, random() e FROM devices) drawn) r
  WHERE r.id = d.id`;
