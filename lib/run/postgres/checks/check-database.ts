import { Client, DatabaseError } from 'pg';
import { markConnectionFault } from '#lib/db/core/connection-pool';
import { databaseFaultOf } from '#lib/db/core/database-fault';
import type { Env } from '#lib/env';
import { oneLine } from '#lib/run/commands/program';
import { databaseTlsAdvice } from '../database-tls.ts';
import { tightestLimit } from './connection-limits.ts';
import { sharesSessions } from './shares-sessions.ts';
import { shownAddress, UnusableDatabase } from './unusable-database.ts';

const connectWithinMs = 10_000;

export interface CheckedDatabase extends Pick<Env, 'databaseDirectUrl'> {
  databaseUrl: string;
}

/**
 * Whether Tenko can work with a database: reached within ten seconds, with sessions of its own where it needs them, and
 * with enough connections. `connections`: what whoever starts opens at most. Throws UnusableDatabase with the way out.
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
