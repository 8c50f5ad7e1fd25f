import { setTimeout as wait } from 'node:timers/promises';
import type { PostgresPair } from './postgres-pair.ts';

const lookMs = 1000;
/** So many looks in a row decide */
const patience = 3;

/**
 * What Patroni and its like do in an installation: lets commits wait for the standby while it follows and no longer, and has
 * it take over where the primary is gone, but only if it had all that was acknowledged.
 */
export class Keeper {
  readonly #pair: PostgresPair;
  /** Whether commits wait for the standby: it has all that was acknowledged */
  isSafe = false;
  readonly said: string[] = [];
  #silentPrimary = 0;
  #silentStandby = 0;
  #isOn = false;
  #looking: Promise<void> = Promise.resolve();

  constructor(pair: PostgresPair) {
    this.#pair = pair;
  }

  start(): void {
    this.#isOn = true;
    this.#looking = this.#keepLooking();
  }

  async stop(): Promise<void> {
    this.#isOn = false;
    await this.#looking;
  }

  /** While somebody else works on the pair. */
  async paused<T>(work: () => Promise<T>): Promise<T> {
    await this.stop();
    try {
      return await work();
    } finally {
      this.start();
    }
  }

  async #keepLooking(): Promise<void> {
    while (this.#isOn) {
      await this.#look().catch((error: unknown) => this.#say(`could not act: ${String(error)}`));
      await wait(lookMs);
    }
  }

  async #look(): Promise<void> {
    const { primary, standby } = this.#pair;
    const isFollowed = await this.#pair.isFollowed().catch(() => null);
    if (isFollowed === null) {
      this.#silentPrimary += 1;
      if (this.#silentPrimary >= patience) await this.#failOver();
      return;
    }
    this.#silentPrimary = 0;
    this.#silentStandby = isFollowed ? 0 : this.#silentStandby + 1;
    if (this.isSafe && this.#silentStandby >= patience) {
      // First the decision: from now on the standby may miss what is acknowledged.
      this.isSafe = false;
      await this.#pair.waitForStandby(false);
      this.#say(`${primary.name} goes on without ${standby.name}`);
    } else if (!this.isSafe && isFollowed) {
      await this.#pair.waitForStandby(true);
      this.isSafe = true;
      this.#say(`commits on ${primary.name} wait for ${standby.name}`);
    }
  }

  async #failOver(): Promise<void> {
    const { primary, standby } = this.#pair;
    if (!this.isSafe) {
      this.#say(
        `${primary.name} is gone, and ${standby.name} may lack what was acknowledged: nothing takes over`,
      );
      return;
    }
    this.isSafe = false;
    // Fenced: it takes no more writes, whoever still reaches it.
    await primary.cut();
    await primary.kill();
    await this.#pair.promote();
    this.#silentPrimary = 0;
    this.#say(`${standby.name} took over from ${primary.name}`);
  }

  #say(line: string): void {
    this.said.push(line);
  }
}
