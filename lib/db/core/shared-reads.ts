/**
 * Equal reads that wait at the same time are made once: after a change, all open consoles ask for the same list. Nobody
 * gets what is older than the question: who asks while a read is running gets the next one, with all who wait for it.
 */
export class SharedReads {
  readonly #running = new Map<string, Promise<unknown>>();
  readonly #next = new Map<string, Promise<unknown>>();

  /** `key` says all that the result depends on, and the result is only read: others have the same object. */
  read<T>(key: string, read: () => Promise<T>): Promise<T> {
    const running = this.#running.get(key);
    if (running === undefined) return this.#start(key, read);
    const next = this.#next.get(key) as Promise<T> | undefined;
    return next ?? this.#follow(key, running, read);
  }

  #start<T>(key: string, read: () => Promise<T>): Promise<T> {
    const started = read().finally(() => {
      this.#running.delete(key);
    });
    this.#running.set(key, started);
    return started;
  }

  #follow<T>(key: string, running: Promise<unknown>, read: () => Promise<T>): Promise<T> {
    const start = () => {
      this.#next.delete(key);
      return this.#start(key, read);
    };
    const next = running.then(start, start);
    this.#next.set(key, next);
    return next;
  }
}
