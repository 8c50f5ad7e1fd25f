import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import { types } from 'pg';
import type { LiveChange } from '#lib/domain/live-change';
import { PrismaClient } from '../generated/client.ts';
import { ChangeAnnouncer, changeChannel } from './change-announcer.ts';
import { mostConnections, openPool, type StatementLimits } from './connection-pool.ts';
import type { Prisma, Queryable, Transaction } from './prisma.ts';
import { onPublishedChange } from './publish-change.ts';
import { SharedReads } from './shared-reads.ts';

type Parse = (text: string) => unknown;
const { INT8, TIMESTAMPTZ } = types.builtins;

/** How rows are read where every microsecond counts: no Date is made of a time that only travels on as text. */
const timeTextParsers = {
  getTypeParser(oid: number): Parse {
    if (oid === TIMESTAMPTZ) return isoTime;
    if (oid === INT8) return Number;
    return types.getTypeParser(oid, 'text') as Parse;
  },
};

/** `2026-11-23 07:00:00.12+00` as `2026-11-23T07:00:00.120Z`. */
function isoTime(text: string): string {
  // Another zone of the session, or a year beyond four digits
  if (!text.endsWith('+00') || text[10] !== ' ') return new Date(text).toISOString();
  const fraction = text.slice(20, -3);
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
}

/** What reads rows: a database, or one transaction of it */
export type RowReader = Pick<Database, 'rows'>;

export interface Database {
  readonly pool: Queryable;
  /**
   * Rows by node-postgres itself, a third of the work of Prisma's: for what is asked often, or for many rows. Times
   * come as ISO 8601 text, and 64-bit integers as numbers. `prepared`: planned once a connection, for statements whose
   * best plan does not depend on their values.
   */
  rows<Row>(statement: Prisma.Sql, options?: { prepared: boolean }): Promise<Row[]>;
  /** Equal reads that wait at the same time are made once; see `SharedReads`. */
  shared: SharedReads;
  /** Runs `work` in one transaction (read committed); rolled back when it throws. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Announces to open pages what changed; see `publishChange` for what is written in a transaction. */
  announce(change: Partial<LiveChange>): void;
  /** Connections of this process: in use, free, and statements that wait for one */
  connections(): { used: number; idle: number; waiting: number };
  close(): Promise<void>;
}

export interface DatabaseOptions {
  maxConnections?: number;
  /** A pooler is between, which gives a connection another session at each transaction */
  pooled?: boolean;
  /** How long a statement may take, and wait for a lock; absent: as long as it takes */
  limits?: StatementLimits;
}

/** Opens a pool on a PostgreSQL URL; connects at the first statement. */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const { maxConnections = mostConnections, pooled = false, limits = null } = options;
  const connections = openPool({ url, max: maxConnections, pooled, limits });
  const adapter = new PrismaPg(connections, { disposeExternalPool: true });
  const pool = new PrismaClient({ adapter });
  const announcer = new ChangeAnnouncer((payload) =>
    connections.query('SELECT pg_notify($1, $2)', [changeChannel, payload]),
  );
  const announce = (change: Partial<LiveChange>) => announcer.add(change);
  onPublishedChange(pool, { hear: announce, afterCommit: (effect) => effect() });
  const names = new StatementNames();
  return {
    pool,
    rows: async <Row>({ text, values }: Prisma.Sql, { prepared = false } = {}) => {
      const name = prepared && !pooled ? names.of(text) : undefined;
      const query = { text, values, types: timeTextParsers, ...(name !== undefined && { name }) };
      return (await connections.query(query)).rows as Row[];
    },
    shared: new SharedReads(),
    transaction: async (work) => {
      const noted: Partial<LiveChange>[] = [];
      const effects: (() => void)[] = [];
      const result = await pool.$transaction(
        async (tx) => {
          onPublishedChange(tx, {
            hear: (change) => noted.push(change),
            afterCommit: (effect) => effects.push(effect),
          });
          // On a session of its own, each connection has them already: see `openPool`.
          if (pooled && limits !== null) await limitStatements(tx, limits);
          return work(tx);
        },
        { maxWait: 20_000, timeout: 60_000 },
      );
      for (const change of noted) announce(change);
      for (const effect of effects) effect();
      return result;
    },
    announce,
    connections: () => {
      const { totalCount, idleCount, waitingCount } = connections;
      return { used: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
    },
    close: async () => {
      await announcer.flush();
      await pool.$disconnect();
      // Prisma ends only a pool that it used itself.
      if (!connections.ended) await connections.end();
    },
  };
}

/** For the rest of the transaction, a statement and its waiting for locks may take no longer than this. */
export async function limitStatements(
  tx: Transaction,
  { statementMs, lockMs }: StatementLimits,
): Promise<void> {
  await tx.$queryRaw`SELECT set_config('statement_timeout', ${String(statementMs)}, true),
    set_config('lock_timeout', ${String(lockMs)}, true)`;
}

/** The names of statements that are prepared, for all connections of a database. */
class StatementNames {
  static readonly most = 100;
  readonly #known = new Map<string, string>();

  /**
   * By its text alone: a process that shares a session with another must never get rows of that one's statement.
   * Undefined: there are many already, and each keeps memory on every connection.
   */
  of(text: string): string | undefined {
    const known = this.#known.get(text);
    if (known !== undefined || this.#known.size >= StatementNames.most) return known;
    const name = `tenko-${createHash('sha256').update(text).digest('base64url')}`;
    this.#known.set(text, name);
    return name;
  }
}
