import { Prisma, type Transaction } from './prisma.ts';

/**
 * Every way in which Tenko steers the planner of PostgreSQL, each under the reason for it. `plan-hints.test.ts` shows what
 * each one does to a plan. Two more are elsewhere: `Database.rows` prepares a statement only where the best plan does not
 * depend on its values, and a bound (`LIMIT`) inside a subquery keeps the order of the index that it is read along.
 */

/** `WITH name ${readFirst} (…)`: computed once, in its own order and up to its own limit, before the rest is planned. */
export const readFirst = Prisma.raw('AS MATERIALIZED');

/** At the end of a lateral subquery: rows that are found already are looked up by their ids, and never by a scan. */
export const lookedUpEach = Prisma.raw('OFFSET 0');

/**
 * Values that an index of lists looks up, however many: PostgreSQL does not see them when it plans. By its statistics it
 * would expect so many rows of 200 values that it read all texts, and compared each with all values.
 */
export function lookedUpAtOnce(values: readonly string[]): Prisma.Sql {
  return Prisma.sql`ARRAY(SELECT unnest(${[...values]}::text[]))`;
}

/**
 * A status that is only checked, while the rows are found by something rarer. With statistics from a quiet hour PostgreSQL
 * would expect few rows of the status and scan all of them.
 */
export function statusOf(column: 'status' | 'r.status' | 'o.status'): Prisma.Sql {
  return Prisma.raw(`${column}::text`);
}

/** A text that is only checked: another condition on it finds the same rows in its index with less work. */
export function textToCheck(text: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`${text} || ''`;
}

/** A condition `IN (SELECT …)` that is only checked: as a join, PostgreSQL would leave the order of the scan. */
export function checkedAlong(condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(${condition}) IS TRUE`;
}

/** A condition that many rows are known to meet: PostgreSQL expects every second one to, and stops a scan early. */
export function oftenMet(condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`CASE WHEN ${condition} THEN true ELSE false END`;
}

/**
 * For the rest of the transaction, rows are read in the order of an index. With statistics from before a wave of changes
 * PostgreSQL would read and sort all that is due.
 */
export async function readInIndexOrder(tx: Transaction): Promise<void> {
  await tx.$queryRaw`SELECT set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true)`;
}

/**
 * For the rest of the transaction, rows are found by the ids that statements name, however many. For hundreds of ids
 * PostgreSQL would rather read a whole table of some ten thousand rows than look each of them up.
 */
export async function lookUpByIds(tx: Transaction): Promise<void> {
  await tx.$queryRaw`SELECT set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
    set_config('enable_mergejoin', 'off', true)`;
}

/** For the rest of the transaction, statements use one core: work in the background leaves the others to check-ins and reports. */
export async function stayOnOneCore(tx: Transaction): Promise<void> {
  await tx.$queryRaw`SELECT set_config('max_parallel_workers_per_gather', '0', true)`;
}

/**
 * For the rest of the transaction, two long lists are compared by a hash. With statistics from before one of them was
 * written, PostgreSQL would go through it again for each row of the other.
 */
export async function joinByHash(tx: Transaction): Promise<void> {
  await tx.$queryRaw`SELECT set_config('enable_nestloop', 'off', true)`;
}
