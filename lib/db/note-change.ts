import type { LiveChange } from '../domain/live-change.ts';
import type { Queryable } from './database.ts';

type Hear = (change: Partial<LiveChange>) => void;

const name = Symbol.for('tenko.change-listeners');
const shared = globalThis as { [name]?: WeakMap<Queryable, Hear> };
shared[name] ??= new WeakMap();
/**
 * Who hears of the changes of a pool at once, and of a transaction once it is committed. Of the process, not of the module:
 * the web build may hold this module several times, and who writes need not have the copy of who opened the database.
 */
const listeners = shared[name];

export function hearChanges(db: Queryable, hear: Hear): void {
  listeners.set(db, hear);
}

/** Whatever writes what pages show says so here. Told once it is committed, and not at all where that is rolled back. */
export function noteChange(db: Queryable, change: Partial<LiveChange>): void {
  listeners.get(db)?.(change);
}
