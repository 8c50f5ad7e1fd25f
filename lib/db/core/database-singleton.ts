import { type ProcessSingletonName, processSingleton } from '#lib/process-singletons';
import type { Database } from './database.ts';

/** What this process keeps for a database, made at its first use: the same for pages and routes. */
export function databaseSingleton<T extends object>(
  db: Database,
  name: ProcessSingletonName,
  make: () => T,
): T {
  const kept = processSingleton(name, () => new WeakMap<Database, T>());
  const known = kept.get(db) ?? make();
  kept.set(db, known);
  return known;
}
