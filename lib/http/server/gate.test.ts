import { expect, test } from 'vitest';
import { Gate, GateFull } from './gate.ts';

/** Works that end when they are told to. */
function works(gate: Gate) {
  const running: (() => void)[] = [];
  let most = 0;
  const begin = () =>
    gate.run(
      () =>
        new Promise<void>((resolve) => {
          running.push(resolve);
          most = Math.max(most, running.length);
        }),
    );
  const endOne = () => running.shift()?.();
  return { begin, endOne, running, most: () => most };
}

test('only so many are done at one time, a few wait, and the rest is refused', async () => {
  const { begin, endOne, running, most } = works(new Gate({ atOnce: 2, waiting: 3, rest: 0 }));
  const begun = [1, 2, 3, 4, 5].map(begin);
  await expect(begin()).rejects.toThrow(GateFull);
  for (let ended = 0; ended < 5; ended += 1) {
    await expect.poll(() => running.length).toBeGreaterThan(0);
    endOne();
  }
  await Promise.all(begun);
  expect(most()).toBe(2);
});

test('a work that fails frees its place, and fails for whoever asked', async () => {
  const gate = new Gate({ atOnce: 1, waiting: 1, rest: 1 });
  await expect(gate.run(() => Promise.reject(new Error('no page')))).rejects.toThrow('no page');
  let done = false;
  await gate.run(async () => {
    done = true;
  });
  expect(done).toBe(true);
});

test('a work that never ends does not hold its place for ever', { timeout: 10_000 }, async () => {
  const gate = new Gate({ atOnce: 1, waiting: 1, rest: 0 });
  void gate.run(() => new Promise(() => undefined));
  await gate.run(async () => undefined);
});
