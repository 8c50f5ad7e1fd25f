import { setTimeout as passing } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { Random } from '#lib/run/fleet/random';
import { isAlive } from '#lib/run/supervisor/process-check';
import type { Fault, FaultTarget } from '#lib/sandbox/faults';
import { createFaultSteps, type FaultSteps } from '#lib/test-kit/engine/fault-steps';
import { createFaultWorld, type FaultWorld } from '#lib/test-kit/engine/fault-world';
import { rounds } from '#lib/test-kit/soak';

/** Another seed makes other fleets, changes, faults and moments. */
const seed = 20261123;
const devices = rounds(300, 2000);
vi.setConfig({ testTimeout: rounds(240_000, 600_000) });

let world: FaultWorld;
let steps: FaultSteps;
beforeAll(async () => {
  world = await createFaultWorld();
  steps = createFaultSteps(world);
}, 120_000);
beforeEach(() => world.heal());
afterEach(() => world.killWorkers());
afterAll(() => world.close(), 60_000);

const second = 1000;

test(`a worker is killed again and again (seed ${seed})`, async () => {
  const random = new Random('kills', seed);
  let worker = await world.startWorker();
  await steps.play({ name: 'a worker is killed again and again', seed, devices }, async () => {
    for (let kills = 0; kills < rounds(3, 20); kills += 1) {
      await passing(random.below(1.5 * second));
      await worker.kill();
      worker = await world.startWorker();
    }
  });
});

test(`workers are stopped while Microsoft responds late, and hand their work over (seed ${seed})`, async () => {
  const random = new Random('stops', seed);
  let workers = await Promise.all([world.startWorker(), world.startWorker()]);
  const name = 'workers are stopped while Microsoft responds late';
  await steps.play({ name, seed, devices }, async () => {
    for (let stops = 0; stops < rounds(1, 10); stops += 1) {
      // Later than a worker that stops may wait, and earlier
      await world.arm({ match: 'upload', delayMs: 12 * second, times: 3 });
      await world.arm({ match: 'upload', delayMs: 2 * second, times: 3 });
      await steps.untilStruck();
      await passing(random.below(second));
      const [stopping, other] = workers;
      const began = performance.now();
      const ended = stopping?.kill('SIGTERM');
      await steps.untilCalled('upload', 1);
      await ended;
      expect(performance.now() - began).toBeLessThan(10 * second);
      workers = [...(other ? [other] : []), await world.startWorker()] as typeof workers;
    }
  });
});

test(`PostgreSQL is restarted under two workers (seed ${seed})`, async () => {
  const workers = await Promise.all([world.startWorker(), world.startWorker()]);
  await steps.play({ name: 'PostgreSQL is restarted', seed, devices }, async () => {
    await steps.untilCalled('upload', 10);
    await world.restartDatabase();
    await steps.untilCalled('upload', 10);
    await world.restartDatabase();
  });
  expect(workers.map(({ pid }) => isAlive(pid))).toEqual([true, true]);
});

test(`the clock of one of two workers is five minutes ahead (seed ${seed})`, async () => {
  await Promise.all([world.startWorker(), world.startWorker({ isAhead: true })]);
  await steps.play({ name: 'a clock is five minutes ahead', seed, devices }, async () => {
    await steps.untilCalled('upload', 10);
    const endsAt = Math.ceil(Date.now() / second + 8) * second;
    await world.arm({ match: 'upload', status: 429, retryAfterAt: new Date(endsAt).toISOString() });
    await steps.expectSilence(endsAt);
  });
});

test(`everything at once, at random (seed ${seed})`, async () => {
  const random = new Random('everything', seed);
  const workers = [await world.startWorker(), await world.startWorker({ isAhead: true })];
  const events = {
    arm: () => world.arm(randomFault(random)),
    heal: () => world.heal(),
    kill: async () => {
      const index = random.below(workers.length);
      await workers[index]?.kill();
      workers[index] = await world.startWorker({ isAhead: index === 1 });
    },
    restart: () => world.restartDatabase(),
    revoke: () => world.sandbox.control('PUT', 'roles', { revoked: ['update_device_attributes'] }),
  };
  // Rare kinds that every run has, whatever the seed.
  const always: Record<number, keyof typeof events> = { 6: 'kill', 12: 'revoke', 18: 'restart' };
  await steps.play({ name: 'everything at once', seed, devices }, async () => {
    for (let count = 1; count <= rounds(24, 240); count += 1) {
      const name =
        always[count] ??
        random.weighted([
          ['arm', 10],
          ['heal', 5],
          ['kill', 3],
          ['restart', 1],
          ['revoke', 1],
        ] as const);
      await events[name]();
      await passing(random.below(second));
    }
    await world.heal();
  });
});

function randomFault(random: Random): Fault {
  const match = random.pick<FaultTarget>(['upload', 'upload', 'confirm', 'users', 'token', 'batch', 'all']);
  const times = 1 + random.below(8);
  const harm = random.pick([
    { status: 503 },
    { status: 503, retryAfterSeconds: 1 },
    { status: 429, retryAfterSeconds: 1 },
    { status: 429 },
    { status: 500 },
    { status: 401 },
    { status: 403 },
    { cut: 'before' as const },
    { cut: 'after' as const },
  ]);
  return { match, times, ...harm };
}
