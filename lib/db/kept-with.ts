import type { Database } from './database.ts';

/**
 * What this process keeps beside a database, made at the first asking. It hangs on the database itself, not on a module:
 * Next bundles pages and routes apart, each with modules of its own, and what is kept is the same for both.
 */
export function keptWith<T>(db: Database, name: string, make: () => T): T {
  const holder = db as Database & { [key: symbol]: T | undefined };
  const key = Symbol.for(`tenko.${name}`);
  holder[key] ??= make();
  return holder[key];
}
