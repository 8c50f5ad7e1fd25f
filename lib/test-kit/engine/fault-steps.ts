import { setTimeout as passing } from 'node:timers/promises';
import { expect, vi } from 'vitest';
import type { LoadOptions } from './check-in-load.ts';
import type { FaultWorld } from './fault-world.ts';

export type FaultSteps = ReturnType<typeof createFaultSteps>;

/** Faults of writes to Graph, each over once so many batches came in. `seed`: which of them are struck */
export function writeFaults(
  seed: number,
  batches: number,
): Record<string, (world: FaultWorld, steps: FaultSteps) => Promise<unknown>> {
  const often = { seed, untilCleared: true };
  return {
    'batches of writes are reset, before and after they take effect': async (world, steps) => {
      await world.arm(
        { match: 'write-batch', cut: 'before', probability: 0.2, ...often },
        { match: 'write-batch', cut: 'after', probability: 0.3, ...often },
      );
      await steps.untilOvercome('batch', batches);
    },
    'single writes fail, are throttled, or are missing in the response': async (world, steps) => {
      await world.arm(
        { match: 'device-write', status: 503, probability: 0.1, ...often },
        { match: 'device-write', status: 429, retryAfterSeconds: 1, probability: 0.02, ...often },
        { match: 'device-write', cut: 'after', probability: 0.05, ...often },
      );
      await steps.untilOvercome('batch', batches);
    },
  };
}

const second = 1000;

/** What tests of faults do in a world, and wait for. */
export function createFaultSteps(world: FaultWorld) {
  const until = (condition: () => Promise<void>) =>
    vi.waitFor(condition, { timeout: 60 * second, interval: 50 });
  const calls = () => world.requests('upload', 'confirm');
  const untilStruck = () => until(async () => expect(await world.armed()).toEqual([]));
  /** Until so many more calls came in. */
  const untilCalled = async (name: string, times: number) => {
    const before = await world.requests(name);
    await until(async () => expect(await world.requests(name)).toBeGreaterThanOrEqual(before + times));
  };
  return {
    calls,
    untilStruck,
    untilCalled,
    /** Until so many more calls came in and each of the faults struck, which are over then. */
    untilOvercome: async (name: string, times: number) => {
      await untilCalled(name, times);
      await until(async () => expect((await world.armed()).filter(({ struck }) => struck === 0)).toEqual([]));
      await world.heal();
    },
    untilUnhealthy: (code: string, detail: unknown) =>
      until(async () => expect(await world.connection()).toEqual({ health: 'unhealthy', code, detail })),

    /**
     * Microsoft asked for silence until a time. Calls that were under way then may still arrive: on a busy machine a
     * few seconds later. Once two seconds passed without any, none comes before the end, and after it they come again.
     */
    expectSilence: async (endsAt: number): Promise<void> => {
      await untilStruck();
      const isOver = () => Date.now() >= endsAt - 0.2 * second;
      let last = { calls: await calls(), at: Date.now() };
      let isSilent = false;
      while (!isOver()) {
        const now = await calls();
        // What was counted after the end says nothing of the time before it.
        if (isOver()) break;
        if (isSilent) expect(now).toBe(last.calls);
        else if (now !== last.calls) last = { calls: now, at: Date.now() };
        isSilent ||= Date.now() - last.at >= 2 * second;
        await passing(100);
      }
      expect(isSilent).toBe(true);
      await untilCalled('upload', 1);
    },

    /** New devices check in and go on changing while something happens; in the end everything must be right. */
    play: async (
      options: LoadOptions,
      during: () => Promise<unknown>,
    ): Promise<{ amplification: number }> => {
      const load = world.load(options);
      const before = { calls: await world.requests('upload'), messages: await world.messages() };
      const startedAt = performance.now();
      const over = new AbortController();
      const watching = world.watch(over.signal);
      try {
        await load.changeWhile(async () => {
          await Promise.all([load.enroll(), during()]);
        });
      } finally {
        over.abort();
      }
      expect(await watching).toEqual([]);
      const seconds = ((performance.now() - startedAt) / second).toFixed(1);
      await world.untilSettled();
      expect(await world.judge(load)).toEqual([]);
      expect(await world.connection()).toEqual({ health: 'healthy', code: null, detail: null });
      const messages = (await world.messages()) - before.messages;
      const amplification = ((await world.requests('upload')) - before.calls) / messages;
      console.log(
        `${options.name}: ${options.devices} devices, ${load.changes()} changes in ${seconds} s,`,
        `${messages} messages, ${amplification.toFixed(2)} uploads each`,
      );
      return { amplification };
    },
  };
}
