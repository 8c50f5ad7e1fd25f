import type { Client } from 'pg';
import { oneLine } from '../commands/program.ts';
import { checkDatabase as checkUsable } from '../postgres/checks/check-database.ts';
import { connectionsOf, tightestLimit } from '../postgres/checks/connection-limits.ts';
import { checkMigrations } from '../postgres/migrations/check-migrations.ts';
import { readMigrations } from '../postgres/migrations/read-migrations.ts';
import { withClient } from '../postgres/with-client.ts';
import { counted, type Finding, findingsOf, shownBytes } from './finding.ts';

/** Of a session that waits for a slow server, and not for ever */
export const patient = (connectionString: string) => ({
  connectionString,
  connectionTimeoutMillis: 10_000,
  query_timeout: 20_000,
});

interface Place {
  databaseUrl: string;
  databaseDirectUrl: string | null;
}

type Notes = ReturnType<typeof findingsOf>;

/** The database: whether Tenko can work with it, and what may become a problem. Changes nothing. */
export async function checkDatabase(place: Place): Promise<Finding[]> {
  const notes = findingsOf('database');
  const url = place.databaseDirectUrl ?? place.databaseUrl;
  try {
    await checkUsable(place, connectionsOf.web);
    notes.ok(
      'reachable',
      `with sessions of its own${place.databaseDirectUrl === null ? '' : ', past the pooler'}`,
    );
  } catch (error) {
    notes.failed(
      'reachable',
      oneLine(error),
      'The line says what to set. docs/operations/troubleshoot.md has more.',
    );
    return notes.found;
  }
  const looks = [lookAtServer, lookAtSpeed, lookAtRights, lookAtConnections, lookAtSessions, lookAtCopies];
  await withClient(patient(url), async (client) => {
    for (const look of looks) await look(client, notes);
  }).catch((error: unknown) =>
    notes.failed('queries', oneLine(error), 'See the log of the database server.'),
  );
  await lookAtSchema(url, notes);
  return notes.found;
}

async function one<T>(client: Client, text: string): Promise<T> {
  return (await client.query(text)).rows[0];
}

async function lookAtServer(client: Client, { ok, failed }: Notes): Promise<void> {
  const row = await one<{
    version: string;
    number: number;
    name: string;
    bytes: string;
    trigrams: string | null;
    standby: boolean;
  }>(
    client,
    `SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number,
      current_database() AS name, pg_database_size(current_database())::text AS bytes, pg_is_in_recovery() AS standby,
      (SELECT extversion FROM pg_extension WHERE extname = 'pg_trgm') AS trigrams`,
  );
  if (row.number >= 150_000) ok('version', `PostgreSQL ${row.version}`);
  else failed('version', `PostgreSQL ${row.version}`, 'Tenko needs PostgreSQL 15 or newer.');
  if (row.trigrams !== null) ok('extensions', `pg_trgm ${row.trigrams}`);
  else
    failed(
      'extensions',
      'pg_trgm is missing',
      'CREATE EXTENSION pg_trgm as an administrator of the database.',
    );
  ok('size', shownBytes(Number(row.bytes)));
  if (row.standby) failed('role of the server', 'it only reads', 'Use the address of the primary.');
}

async function lookAtSpeed(client: Client, { ok, warning, failed }: Notes): Promise<void> {
  const times: number[] = [];
  let ahead = 0;
  for (let count = 0; count < 5; count += 1) {
    const sent = performance.now();
    const at = Date.now();
    const { now } = await one<{ now: number }>(
      client,
      'SELECT 1000 * extract(epoch FROM clock_timestamp())::float8 AS now',
    );
    const took = performance.now() - sent;
    // In the middle of the way there and back
    ahead = now - (at + took / 2);
    times.push(took);
  }
  const ms = times.toSorted((a, b) => a - b)[2] ?? 0;
  const shown = `${ms.toFixed(1)} ms for a round trip`;
  if (ms < 20) ok('latency', shown);
  else warning('latency', shown, 'Run Tenko close to its database: a page takes several round trips.');
  const seconds = Math.abs(ahead) / 1000;
  const clock = `the database is ${seconds.toFixed(1)} s ${ahead > 0 ? 'ahead' : 'behind'}`;
  const advice = 'Have NTP set both clocks.';
  if (seconds < 2) ok('clocks', 'alike');
  else if (seconds < 60) warning('clocks', clock, advice);
  else failed('clocks', clock, advice);
}

async function lookAtRights(client: Client, { ok, warning, failed }: Notes): Promise<void> {
  const row = await one<{ creates: boolean; uses: boolean; superuser: boolean; writes: boolean | null }>(
    client,
    `SELECT has_schema_privilege(current_schema(), 'CREATE') AS creates, has_schema_privilege(current_schema(), 'USAGE') AS uses,
      rolsuper AS superuser, CASE WHEN to_regclass('devices') IS NULL THEN NULL
        ELSE (SELECT bool_and(has_table_privilege('devices', what))
          FROM unnest('{SELECT,INSERT,UPDATE,DELETE}'::text[]) what) END AS writes
     FROM pg_roles WHERE rolname = current_user`,
  );
  if (row.writes === false)
    failed('rights', 'the role cannot change Tenko’s tables', 'Use the role that owns them.');
  else if (!row.creates) {
    warning(
      'rights',
      'the role cannot create tables',
      'Run db:migrate with a role that can, or grant CREATE on the schema.',
    );
  } else ok('rights', row.superuser ? 'superuser' : 'can read, write and create');
  if (row.writes === null) return;
  try {
    await client.query('BEGIN');
    await client.query(
      `SET LOCAL lock_timeout = '2s'; INSERT INTO readiness_probes (filler) VALUES (repeat('x', 7000)::bytea)`,
    );
    ok('writing', 'works (taken back)');
  } catch (error) {
    failed(
      'writing',
      oneLine(error),
      'Make room on the disk of the database, or end what makes it read-only.',
    );
  } finally {
    await client.query('ROLLBACK').catch(() => undefined);
  }
}

async function lookAtConnections(client: Client, { ok, warning, failed }: Notes): Promise<void> {
  const { used } = await one<{ used: number }>(
    client,
    `SELECT count(*)::int AS used FROM pg_stat_activity WHERE backend_type = 'client backend'`,
  );
  const limit = await tightestLimit(client);
  if (limit === null) return ok('connections', `${used} in use, no limit`);
  const detail = `${used} of ${limit.connections} in use (${limit.by})`;
  const advice = 'Raise the limit, or run fewer processes: README, “Connections”.';
  if (used >= limit.connections) failed('connections', detail, advice);
  else if (used > limit.connections * 0.8) warning('connections', detail, advice);
  else ok('connections', detail);
}

async function lookAtSessions(client: Client, { ok, warning }: Notes): Promise<void> {
  const row = await one<{ idle: number; longest: number; waiting: number }>(
    client,
    `SELECT count(*) FILTER (WHERE state = 'idle in transaction' AND state_change < now() - interval '1 minute')::int AS idle,
      coalesce(max(extract(epoch FROM now() - xact_start)) FILTER (WHERE state <> 'idle'), 0)::int AS longest,
      count(*) FILTER (WHERE wait_event_type = 'Lock')::int AS waiting
     FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
  const detail = `longest transaction ${row.longest} s, ${row.idle} idle in one, ${row.waiting} waiting for locks`;
  if (row.longest < 600 && row.idle === 0 && row.waiting < 10) ok('sessions', detail);
  else
    warning(
      'sessions',
      detail,
      'See pg_stat_activity: a session that keeps a transaction open holds up others.',
    );
}

async function lookAtCopies(client: Client, { ok, warning }: Notes): Promise<void> {
  const row = await one<{ copies: number; bytes: string | null }>(
    client,
    `SELECT count(*)::int AS copies, max(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn))::bigint::text AS bytes
     FROM pg_stat_replication WHERE NOT pg_is_in_recovery()`,
  ).catch(() => ({ copies: 0, bytes: null }));
  if (row.copies === 0) return;
  const behind = Number(row.bytes ?? 0);
  const detail = `${counted(row.copies, 'standby server')}, at most ${shownBytes(behind)} behind`;
  if (behind < 64 * 2 ** 20) ok('replication', detail);
  else
    warning(
      'replication',
      detail,
      'Look at the standby that is behind: after a failover, that much would be lost.',
    );
}

async function lookAtSchema(url: string, { ok, failed }: Notes): Promise<void> {
  try {
    const all = await readMigrations();
    const { missing, newer } = await checkMigrations(url, all);
    const advice = 'npm run db:migrate -- --check says what they do; npm run db:migrate applies them.';
    if (missing.length > 0)
      failed('schema', `migrations are missing: ${missing.length}, first ${missing[0]?.name}`, advice);
    else if (newer.length > 0)
      ok('schema', `${counted(newer.length, 'migration')} of a newer version, which this one works beside`);
    else ok('schema', `up to date (${all.at(-1)?.name})`);
  } catch (error) {
    failed('schema', oneLine(error), 'Run the version that belongs to the database.');
  }
}
