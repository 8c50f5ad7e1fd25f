type GiveBack = () => Promise<unknown>;

/**
 * Claims that a process holds for a time, so that nobody else does the same work. A process that has to stop before the work is
 * done gives them back: another one then goes on at once, and not when their time is over.
 */
export class HeldClaims {
  readonly #held = new Set<GiveBack>();
  #isStopping = false;

  /** Steps that follow each other end after the one under way. */
  get isStopping(): boolean {
    return this.#isStopping;
  }

  beginStopping(): void {
    this.#isStopping = true;
  }

  /** Holds a claim while `work` goes on. `giveBack` must do nothing to a claim that somebody else has by then. */
  async during<T>(giveBack: GiveBack, work: () => Promise<T>): Promise<T> {
    this.#held.add(giveBack);
    try {
      return await work();
    } finally {
      this.#held.delete(giveBack);
    }
  }

  /** Returns how many there were. Throws what the first one threw that could not be given back. */
  async giveBackAll(): Promise<number> {
    const held = [...this.#held];
    this.#held.clear();
    await Promise.all(held.map((giveBack) => giveBack()));
    return held.length;
  }
}
