import { setTimeout as wait } from 'node:timers/promises';

export interface GateLimits {
  /** Works at one time */
  atOnce: number;
  /** Works that may wait; beyond, they are refused */
  waiting: number;
  /** How long a place rests after a work, as a multiple of what the work took; a millisecond at least */
  rest: number;
}

const longestRestMs = 500;
/** A work that takes longer no longer holds its place: a slow reader must not keep others waiting. */
const longestWorkMs = 2_000;

/** Too many wait already. */
export class GateFull extends Error {}

/** Lets only so much be done at one time, and gives others a turn in between. */
export class Gate {
  readonly #limits: GateLimits;
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(limits: GateLimits) {
    this.#limits = limits;
    this.#free = limits.atOnce;
  }

  /** Throws GateFull, or what the work throws. */
  async run(work: () => Promise<void>): Promise<void> {
    await this.#enter();
    const began = performance.now();
    const done = work();
    const late = new AbortController();
    const tooLong = wait(longestWorkMs, undefined, { signal: late.signal }).catch(() => undefined);
    void Promise.race([done.catch(() => undefined), tooLong]).then(() => {
      late.abort();
      return this.#leave(performance.now() - began);
    });
    await done;
  }

  async #enter(): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    if (this.#waiting.length >= this.#limits.waiting) throw new GateFull('Too many requests are waiting.');
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  async #leave(took: number): Promise<void> {
    const rest = Math.min(longestRestMs, took * this.#limits.rest);
    await wait(rest);
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}
