import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fleetSize, steps } from './testing/interleaving-steps.ts';
import { createInterleavingWorld, type InterleavingWorld } from './testing/interleaving-world.ts';
import { runInterleaving } from './testing/run-interleaving.ts';

/** Another seed plays other interleavings; a failure prints its own, with the path to the shortest one. */
const seed = 20261123;
const numRuns = 35;

let world: InterleavingWorld;
beforeAll(async () => {
  world = await createInterleavingWorld(fleetSize);
}, 60_000);
afterAll(() => world.close());

test(`any interleaving ends with the newest verdict at Microsoft (seed ${seed})`, {
  timeout: 120_000,
}, async () => {
  const property = fc.asyncProperty(steps, async (played) => {
    expect(await runInterleaving(world, played)).toEqual([]);
  });
  await fc.assert(property, { seed, numRuns, interruptAfterTimeLimit: 90_000 });
});
