import { setTimeout as wait } from 'node:timers/promises';
import type { PgBoss } from 'pg-boss';
import type { Engine } from '#lib/engine/engine';
import type { RepeatedTask } from './repeat.ts';

/** A worker that has to stop has ended after this. */
export const handOverMs = 8_000;
/** For what is under way: most calls to Microsoft, and every transaction, take less. */
const finishMs = 5_000;

/**
 * Ends what a worker does, within `handOverMs`: nothing new is begun, what is under way may finish, and what does not is given
 * back, so that another worker goes on at once. What Microsoft has got by then may be sent once more: the same bytes.
 */
export async function handOver(
  { db, log, held }: Pick<Engine, 'db' | 'log' | 'held'>,
  boss: Pick<PgBoss, 'stop'>,
  tasks: readonly RepeatedTask[],
): Promise<void> {
  const began = performance.now();
  held?.beginStopping();
  const finished = Promise.all([
    // Jobs that are not done by then are given back by pg-boss: it fails them, and they are tried again.
    boss.stop({ graceful: true, timeout: finishMs }),
    ...tasks.map((task) => task.stop()),
  ]);
  await within(finishMs + 1000, finished);
  const givenBack = await within(1000, held?.giveBackAll() ?? Promise.resolve(0));
  const left = Math.max(0, handOverMs - (performance.now() - began));
  await within(Math.min(1000, left), db.close());
  log.info(
    { event: 'worker.stopped', givenBack, ms: Math.round(performance.now() - began) },
    'the worker has stopped',
  );
}

/** Null where it takes longer, or fails: the process ends all the same. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | null> {
  const done = new AbortController();
  const late = wait(ms, null, { signal: done.signal }).catch(() => null);
  return Promise.race([work.catch(() => null), late]).finally(() => done.abort());
}
