import * as runtime from '@prisma/client/runtime/client';
import type { Prisma as Generated, PrismaClient } from '../generated/client.ts';

/**
 * SQL, and types of the generated client, without the client itself: that is large, the web build takes it along with
 * each route, and what only reads and writes by a database that it is given does not need it.
 */
export const Prisma = {
  sql: runtime.sqltag,
  raw: runtime.raw,
  join: runtime.join,
  empty: runtime.empty,
  DbNull: runtime.DbNull,
  PrismaClientKnownRequestError: runtime.PrismaClientKnownRequestError,
};

/** Where a statement runs: the pool, or one transaction. */
export type Queryable = PrismaClient | Prisma.TransactionClient;
export type Transaction = Prisma.TransactionClient;

export declare namespace Prisma {
  type Sql = Generated.Sql;
  type TransactionClient = Generated.TransactionClient;
  type JsonValue = Generated.JsonValue;
  type InputJsonObject = Generated.InputJsonObject;
}

/** A text as it is, for LIKE and ILIKE. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
