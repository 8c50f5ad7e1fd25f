import { setTimeout as wait } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import { markConnectionFault } from '#lib/db/core/connection-pool';
import { databaseFaultOf, markFault } from '#lib/db/core/database-fault';
import type { Env } from '#lib/env';
import { oneLine } from '#lib/run/commands/program';
import { tightestLimit } from './connection-limits.ts';
import { databaseTlsAdvice, shownAddress, UnusableDatabase } from './unusable-database.ts';

const connectWithinMs = 10_000;

export interface CheckedDatabase extends Pick<Env, 'databaseDirectUrl'> {
  databaseUrl: string;
}

/**
 * Whether Tenko can work with a database: reached within ten seconds, with sessions of its own where it needs them, and
 * with enough connections. `connections`: how many the caller opens at most. Throws UnusableDatabase with the way out.
 */
export async function checkDatabase(
  { databaseUrl, databaseDirectUrl }: CheckedDatabase,
  connections: number,
): Promise<void> {
  if (databaseDirectUrl !== null) {
    const pooled = await open('DATABASE_URL', databaseUrl);
    await pooled.end();
  }
  const variable = databaseDirectUrl === null ? 'DATABASE_URL' : 'DATABASE_DIRECT_URL';
  const url = databaseDirectUrl ?? databaseUrl;
  const [one, other] = [await open(variable, url), await open(variable, url)];
  try {
    if (await sharesSessions(one, other)) throw new UnusableDatabase(wantsSessions(variable, url));
    // Behind a pooler it is the pooler's business how many it opens: the database is only asked for these.
    const needed = databaseDirectUrl === null ? connections : Math.min(connections, 4);
    const limit = await tightestLimit(one);
    if (limit !== null && limit.connections < needed) {
      throw new UnusableDatabase(
        `${shownAddress(variable, url)} allows ${limit.connections} connections (${limit.by}), but Tenko needs ${needed}: raise the limit (README, “Connections”).`,
      );
    }
  } catch (error) {
    if (error instanceof UnusableDatabase) throw error;
    // Not of PostgreSQL's making: the connection was dropped, or nothing came in time.
    if (!(error instanceof DatabaseError)) markConnectionFault(error);
    throw cannotBeUsed(variable, url, error);
  } finally {
    await Promise.all([one.end(), other.end()].map((ended) => ended.catch(() => undefined)));
  }
}

function wantsSessions(variable: string, url: string): string {
  const found = `${shownAddress(variable, url)} is behind a pooler that shares sessions (such as PgBouncer in transaction mode)`;
  return variable === 'DATABASE_URL'
    ? `${found}: set DATABASE_DIRECT_URL to the address of the database itself for migrations and notifications.`
    : `${found}: it must be the address of the database itself.`;
}

/** Connected, and asked once: a pooler takes connections before it knows whether there is a database. */
async function open(variable: string, url: string): Promise<Client> {
  let client: Client | null = null;
  try {
    client = new Client({
      connectionString: url,
      connectionTimeoutMillis: connectWithinMs,
      query_timeout: connectWithinMs,
      application_name: 'tenko-check',
    });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('SELECT 1');
    return client;
  } catch (error) {
    if (client !== null) markConnectionFault(error);
    await client?.end().catch(() => undefined);
    throw cannotBeUsed(variable, url, error);
  }
}

function cannotBeUsed(variable: string, url: string, error: unknown): UnusableDatabase {
  const line = `${shownAddress(variable, url)} cannot be used: ${explained(error)}`;
  return new UnusableDatabase(line, { cause: error });
}

function explained(error: unknown): string {
  const words = oneLine(error);
  const advice = databaseTlsAdvice(error);
  if (advice !== null) return `${words}; ${advice}.`;
  const isFull = databaseFaultOf(error) === 'too_many_connections';
  return isFull ? `${words}; see “Connections” in the README for how many Tenko needs.` : words;
}

/** Whether the same may work later, though nobody changes a setting of Tenko's. */
export function mayPass(error: unknown): boolean {
  const fault = databaseFaultOf(error);
  return fault !== null && fault !== 'refused' && fault !== 'tls';
}

const rounds = 5;
/** An idle session responds at once: one that does not while another holds a transaction may wait for that one's. */
const usualMs = 3000;

/**
 * Whether two connections to one address share PostgreSQL's sessions, as behind a pooler that gives a connection one for
 * a transaction at a time. Asked by what such a pooler does, since none says so: a session of one's own has a process id
 * that never changes and that nobody else has. While one of the two holds a transaction, the other is asked for its own:
 * a pooler must then either give the session of the one to the other, or another session, or none before the end.
 * Throws an error marked `too_slow` where nothing comes after the end either.
 */
export async function sharesSessions(
  one: Client,
  other: Client,
  answersWithinMs: number = usualMs,
): Promise<boolean> {
  for (let round = 0; round < rounds; round += 1) {
    const before = await processOf(one);
    const asked = await askBesideTransaction(one, other, before, answersWithinMs);
    if (asked === 'shared') return true;
    // A pooler gives a returned session to the next client. A slow server responds late, from the same session.
    const answer = await within(asked, answersWithinMs);
    if (answer === null) throw tooSlow();
    if (answer !== before) return true;
  }
  return false;
}

/** What the one is answered, be it after the other's transaction. In an object: a promise would be waited for. */
async function askBesideTransaction(
  one: Client,
  other: Client,
  before: number,
  answersWithinMs: number,
): Promise<'shared' | { answer: Promise<number> }> {
  await other.query('BEGIN');
  try {
    if ((await processOf(other)) === before) return 'shared';
    const answer = processOf(one);
    answer.catch(() => undefined);
    await within({ answer }, answersWithinMs);
    return { answer };
  } finally {
    await other.query('ROLLBACK');
  }
}

/** Null: nothing came in time. */
async function within({ answer }: { answer: Promise<number> }, ms: number): Promise<number | null> {
  const late = new AbortController();
  const nothing = wait(ms, null, { signal: late.signal }).catch(() => null);
  return Promise.race([answer, nothing]).finally(() => late.abort());
}

function tooSlow(): Error {
  const error = new Error('it responds too slowly');
  markFault(error, 'too_slow');
  return error;
}

async function processOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]?.pid ?? 0;
}
