/**
 * SQL and the types of the generated client, without the client itself: that is large, and what only reads and writes by
 * a database that it is given does not need it.
 */
export * as Prisma from './generated/internal/prismaNamespace.ts';
