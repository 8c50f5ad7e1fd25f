import type { LiveChange } from '#lib/domain/live-change';
import { processSingleton } from '#lib/process-singletons';
import type { Queryable } from './prisma.ts';

interface Listener {
  hear: (change: Partial<LiveChange>) => void;
  /** Does something once the transaction is committed; a pool commits each statement by itself */
  afterCommit: (effect: () => void) => void;
}

/** Who hears of the changes of a pool at once, and of a transaction once it is committed. */
const listeners = processSingleton('change-listeners', () => new WeakMap<Queryable, Listener>());

export function onPublishedChange(db: Queryable, listener: Listener): void {
  listeners.set(db, listener);
}

/** Everything that writes what pages show calls this. It is announced once it is committed, and never if it is rolled back. */
export function publishChange(db: Queryable, change: Partial<LiveChange>): void {
  listeners.get(db)?.hear(change);
}

/** Does something in this process, such as counting, once what was written is committed, and never if it is rolled back. */
export function afterCommit(db: Queryable, effect: () => void): void {
  listeners.get(db)?.afterCommit(effect);
}
