import { Client, type ClientConfig, Pool, type PoolConfig } from 'pg';
import type { DatabaseFault } from '#lib/domain/database-fault';
import { databaseFaultOf, isTlsCode, markFault } from './database-fault.ts';

/** Of one process, unless it says otherwise */
export const mostConnections = 10;
const connectWithinMs = 10_000;
/** Longer than PostgreSQL itself gives a statement: only for a server that is gone without a word. */
const graceMs = 5_000;

/**
 * A connection on which nothing is under way is closed fifteen seconds after its server is gone without a word: Node asks ten
 * times, a second apart. By itself the kernel would begin to ask after two hours.
 */
export const keptAlive = { keepAlive: true, keepAliveInitialDelayMillis: 5_000 } as const;

export interface PoolOptions {
  url: string;
  max: number;
  /** Behind a pooler a connection has no session of ours: nothing is set on it, and no statement prepared */
  pooled: boolean;
  /** How long a statement may take, and wait for a lock; null: as long as it takes */
  limits: StatementLimits | null;
}

export interface StatementLimits {
  statementMs: number;
  lockMs: number;
}

/**
 * Connections of node-postgres whose errors can be distinguished: those of the connection itself come with no code, or
 * with one that any socket's have, and are marked as faults of the database.
 */
export function openPool({ url, max, pooled, limits }: PoolOptions): Pool {
  const answerWithinMs = limits === null ? null : limits.statementMs + graceMs;
  const config: PoolConfig = {
    connectionString: url,
    max,
    connectionTimeoutMillis: connectWithinMs,
    idleTimeoutMillis: 30_000,
    ...keptAlive,
    Client: MarkedClient,
    ...(answerWithinMs !== null && { query_timeout: answerWithinMs }),
  };
  if (limits !== null && !pooled) {
    const { statementMs, lockMs } = limits;
    const settings = `SET statement_timeout = ${statementMs}; SET lock_timeout = ${lockMs}`;
    config.onConnect = (client) => client.query(settings).then(() => undefined);
  }
  const pool = new Pool(config);
  let connected = 0;
  pool.on('connect', () => {
    connected += 1;
  });
  pool.on('remove', () => {
    connected -= 1;
  });
  // Nor has the pool itself a listener, before Prisma's first statement and once Prisma is closed.
  pool.on('error', () => undefined);
  markErrors(pool, 'connect', () => {
    const isBusy = connected >= max && pool.idleCount === 0;
    return (error) => (isBusy && !hasCode(error) ? 'too_many_connections' : connectionFault(error));
  });
  return pool;
}

/** A client that marks its errors. */
class MarkedClient extends Client {
  #lost = false;

  constructor(config?: string | ClientConfig) {
    super(config);
    // A connection that the server ends just when it is handed out has no other listener yet, and would end the process.
    this.on('error', (error) => {
      this.#lost = true;
      mark(error, connectionFault(error));
    });
    this.on('end', () => {
      this.#lost = true;
    });
    const withinMs = typeof config === 'object' ? config.query_timeout : undefined;
    markErrors(this, 'query', () => {
      const began = performance.now();
      return (error) => {
        if (this.#lost) return connectionFault(error);
        const isLate = withinMs !== undefined && performance.now() - began >= withinMs && !hasCode(error);
        // Whatever is asked on it next, the ROLLBACK too, would wait behind what is not answered.
        if (isLate) void this.end().catch(() => undefined);
        return isLate ? 'too_slow' : null;
      };
    });
  }
}

/** Of an error that is not PostgreSQL's: whatever it is, there is no connection. */
function connectionFault(error: unknown): DatabaseFault {
  return hasCode(error) && isTlsCode(error.code) ? 'tls' : 'unreachable';
}

function hasCode(error: unknown): error is { code: string } {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
}

/** Marks what kept a single connection from coming about. */
export function markConnectionFault(error: unknown): void {
  mark(error, connectionFault(error));
}

/** SQLSTATE of a connection that did not come about */
const noConnection = '08001';

function mark(error: unknown, fault: DatabaseFault | null): void {
  if (fault === null || databaseFaultOf(error) !== null) return;
  markFault(error, fault);
  // Prisma passes on the code alone: another of PostgreSQL's, such as of a database that is closed to all, says nothing.
  if (hasCode(error) && 'severity' in error) error.code = noConnection;
}

type Begin = () => (error: unknown) => DatabaseFault | null;

/**
 * Has a method's errors marked, whether it gives them to a promise or to a callback. `begin` is called with the method,
 * what it gives back once that fails.
 */
function markErrors(target: object, method: 'query' | 'connect', begin: Begin): void {
  const original: unknown = Reflect.get(target, method);
  if (typeof original !== 'function') return;
  const marked = (...args: unknown[]): unknown => {
    const faultOf = begin();
    const tell = args.at(-1);
    if (typeof tell === 'function') {
      args[args.length - 1] = (error: unknown, ...more: unknown[]) => {
        if (error) mark(error, faultOf(error));
        tell(error, ...more);
      };
    }
    const answer: unknown = Reflect.apply(original, target, args);
    if (!(answer instanceof Promise)) return answer;
    return answer.catch((error: unknown) => {
      mark(error, faultOf(error));
      throw error;
    });
  };
  Object.defineProperty(target, method, { value: marked });
}
