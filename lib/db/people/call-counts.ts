import { RateLimiterPostgres } from 'rate-limiter-flexible';
import type { Database } from '../core/database.ts';
import type { Prisma } from '../core/prisma.ts';

export interface CallCount {
  /** In the current window, by all processes */
  used: number;
  /** Until that window ends */
  endsInMs: number;
}

/** Adds to how often something was called, and returns the total of the current window. */
export type CountCalls = (name: string, calls: number) => Promise<CallCount>;

/** Counts in the database, so for all processes, in windows of a minute unless another length is given. */
export function openCallCounts(db: Database, windowSeconds = 60): CountCalls {
  const limiter = new RateLimiterPostgres({
    storeClient: {
      // What the library asks with has the text and values of ours, which is all that is read of it.
      query: async (statement: Prisma.Sql) => ({ rows: await db.rows(statement) }),
    },
    storeType: 'client',
    tableName: 'rate_limits',
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix: '',
    duration: windowSeconds,
    points: Number.MAX_SAFE_INTEGER,
  });
  return async (name, calls) => {
    const { consumedPoints, msBeforeNext } = await limiter.penalty(name, calls);
    return { used: consumedPoints, endsInMs: msBeforeNext };
  };
}
