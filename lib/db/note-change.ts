import type { LiveChange } from '../domain/live-change.ts';
import { processWide } from '../process-wide.ts';
import type { Queryable } from './database.ts';

type Hear = (change: Partial<LiveChange>) => void;

/** Who hears of the changes of a pool at once, and of a transaction once it is committed. */
const listeners = processWide('change-listeners', () => new WeakMap<Queryable, Hear>());

export function hearChanges(db: Queryable, hear: Hear): void {
  listeners.set(db, hear);
}

/** Whatever writes what pages show says so here. Told once it is committed, and not at all where that is rolled back. */
export function noteChange(db: Queryable, change: Partial<LiveChange>): void {
  listeners.get(db)?.(change);
}
