import type { LiveChange } from '#lib/domain/live-change';
import { processSingleton } from '#lib/process-singletons';
import type { Queryable } from './prisma.ts';

type Hear = (change: Partial<LiveChange>) => void;

/** Who hears of the changes of a pool at once, and of a transaction once it is committed. */
const listeners = processSingleton('change-listeners', () => new WeakMap<Queryable, Hear>());

export function onPublishedChange(db: Queryable, hear: Hear): void {
  listeners.set(db, hear);
}

/** Everything that writes what pages show calls this. It is announced once it is committed, and never if it is rolled back. */
export function publishChange(db: Queryable, change: Partial<LiveChange>): void {
  listeners.get(db)?.(change);
}
