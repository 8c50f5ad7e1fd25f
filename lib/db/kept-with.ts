import { type ProcessWideName, processWide } from '../process-wide.ts';
import type { Database } from './database.ts';

/** What this process keeps beside a database, made at the first asking: the same for pages and routes. */
export function keptWith<T extends object>(db: Database, name: ProcessWideName, make: () => T): T {
  const kept = processWide(name, () => new WeakMap<Database, T>());
  const known = kept.get(db) ?? make();
  kept.set(db, known);
  return known;
}
