import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import type { LiveChange } from '../domain/live-change.ts';
import { ChangeAnnouncer, changeChannel } from './change-announcer.ts';
import { type Prisma, PrismaClient } from './generated/client.ts';

/** Where a statement runs: the pool, or one transaction. */
export type Queryable = PrismaClient | Prisma.TransactionClient;
export type Transaction = Prisma.TransactionClient;

export interface Database {
  readonly pool: Queryable;
  /** Runs `work` in one transaction (read committed); rolled back when it throws. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Tells pages that are looked at what changed; see `noteChange` for what is written in a transaction. */
  announce(change: Partial<LiveChange>): void;
  close(): Promise<void>;
}

/** Who hears of the changes of a pool at once, and of a transaction once it is committed. */
const listeners = new WeakMap<Queryable, (change: Partial<LiveChange>) => void>();

/** Whatever writes what pages show says so here. Told once it is committed, and not at all where that is rolled back. */
export function noteChange(db: Queryable, change: Partial<LiveChange>): void {
  listeners.get(db)?.(change);
}

/** Opens a pool on a PostgreSQL URL; connects at the first statement. */
export function openDatabase(url: string, options: { maxConnections?: number } = {}): Database {
  const connections = new Pool({
    connectionString: url,
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
  });
  // A connection that the server ends just when it is handed out has no other listener yet, and would end the process.
  connections.on('connect', (connection) => connection.on('error', () => undefined));
  const adapter = new PrismaPg(connections, { disposeExternalPool: true });
  const pool = new PrismaClient({ adapter });
  const announcer = new ChangeAnnouncer((payload) =>
    connections.query('SELECT pg_notify($1, $2)', [changeChannel, payload]),
  );
  const announce = (change: Partial<LiveChange>) => announcer.add(change);
  listeners.set(pool, announce);
  return {
    pool,
    transaction: async (work) => {
      const noted: Partial<LiveChange>[] = [];
      const result = await pool.$transaction(
        (tx) => {
          listeners.set(tx, (change) => noted.push(change));
          return work(tx);
        },
        { maxWait: 20_000, timeout: 60_000 },
      );
      for (const change of noted) announce(change);
      return result;
    },
    announce,
    close: async () => {
      await announcer.flush();
      await pool.$disconnect();
    },
  };
}
