import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '#lib/engine/engine';
import { confirmUpload } from '#lib/engine/settle/confirm-upload';
import { fleetSize, type Step, steps } from '#lib/test-kit/engine/interleaving-steps';
import { createInterleavingWorld, type InterleavingWorld } from '#lib/test-kit/engine/interleaving-world';
import { playSteps, runInterleaving } from '#lib/test-kit/engine/run-interleaving';
import { rounds } from '#lib/test-kit/soak';

/** Another seed plays other interleavings; a failure prints its own, with the path to the shortest one. */
const seed = 20261123;
const numRuns = rounds(20, 500);
/** A slow machine plays fewer of them. */
const mostMs = rounds(50_000, 900_000);

let world: InterleavingWorld;
beforeAll(async () => {
  world = await createInterleavingWorld(fleetSize);
}, 60_000);
afterAll(() => world.close());

test(`any interleaving ends with the newest verdict at Microsoft (seed ${seed})`, {
  timeout: mostMs + 70_000,
}, async () => {
  let running: Promise<unknown> = Promise.resolve();
  const property = fc.asyncProperty(steps, async (played) => {
    const run = runInterleaving(world, played);
    running = run;
    expect(await run).toEqual([]);
  });
  await fc.assert(property, { seed, numRuns, interruptAfterTimeLimit: mostMs });
  // Where the time was over first, the last run still plays with the world that the next test takes.
  await running;
});

const checkIn = { step: 'check in', device: 0, change: {}, isLate: false } as const;
const by = { engine: 0, trouble: null, hold: 1 } as const;
const first = { ...by, pick: 0, ofAll: false } as const;

test('a device whose newest report is not sent shows how the one before ended', async () => {
  const played: Step[] = [
    checkIn,
    { step: 'claim', ...by },
    { step: 'send', ...first },
    { ...checkIn, change: { user: 'looked up' } },
    { step: 'claim', ...by },
    { ...checkIn, change: { client: 'User_Canceled' } },
    { step: 'send', ...first },
  ];
  expect(await runInterleaving(world, played)).toEqual([]);
});

test('of two messages about one device that are confirmed at the same moment, the newer one counts', async () => {
  const sent: Step[] = [
    { step: 'claim', ...by },
    { step: 'send', ...first },
  ];
  await playSteps(world, [checkIn, ...sent, { ...checkIn, change: { action: 'block' } }, ...sent]);
  const uploadIds = await world.uploads('confirm');
  expect(uploadIds).toHaveLength(2);
  const [engine] = world.engines as [Engine, Engine];
  await world.passTime(60_000);
  await Promise.all(uploadIds.map((uploadId) => confirmUpload(engine, { uploadId })));
  expect(await world.uploads('confirm')).toEqual([]);
  const id = (await world.deviceRow('device 0'))?.id ?? '';
  expect(await world.db.pool.device.findUnique({ where: { id } })).toMatchObject({
    reportedVerdict: 'noncompliant',
    azureComplianceStatus: 'successful',
  });
  expect(await world.drain()).toBe(true);
  expect(await world.judge()).toEqual([]);
});

test('a worker whose clock is ahead asks for a message as soon as the others', async () => {
  await playSteps(world, [checkIn, { step: 'claim', ...by }, { step: 'send', ...first }]);
  const [uploadId = ''] = await world.uploads('confirm');
  const asked: unknown[] = [];
  const [, ahead] = world.engines as [Engine, Engine];
  const engine: Engine = {
    ...ahead,
    queue: { enqueue: async (_tx, name, jobs, options) => void asked.push([name, ...jobs, options]) },
  };
  await confirmUpload(engine, { uploadId });
  await confirmUpload(engine, { uploadId, pauseSeconds: 1 });
  await confirmUpload(engine, { uploadId, pauseSeconds: 59 });
  expect(asked).toEqual(
    [1, 1.5, 60].map((seconds) => [
      'confirm',
      { uploadId, pauseSeconds: seconds },
      { afterSeconds: seconds },
    ]),
  );
});
