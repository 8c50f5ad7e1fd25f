import { setTimeout as passing } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { Random } from '#lib/run/fleet/random';
import { createFaultSteps, type FaultSteps, writeFaults } from '#lib/test-kit/engine/fault-steps';
import { createFaultWorld, type FaultWorld } from '#lib/test-kit/engine/fault-world';
import { rounds } from '#lib/test-kit/soak';

/** Another seed makes other fleets, changes and strikes. Half of the devices have Windows. */
const seed = 20261129;
const fleet = { seed, devices: rounds(200, 500), windows: 0.5 };
vi.setConfig({ testTimeout: rounds(240_000, 600_000) });

let world: FaultWorld;
let steps: FaultSteps;
beforeAll(async () => {
  world = await createFaultWorld();
  steps = createFaultSteps(world);
  await Promise.all([world.startWorker(), world.startWorker()]);
}, 120_000);
beforeEach(() => world.heal());
afterAll(() => world.close(), 60_000);

const second = 1000;
const untilCleared = true;
const windowsHealth = async () => {
  const { rows } = await world.sql.query<{ health: string; code: string | null }>(
    `SELECT health, problem_code AS code FROM reporting_channels WHERE name = 'windows'`,
  );
  return rows[0];
};
const untilWindowsIs = (expected: object) =>
  vi.waitFor(async () => expect(await windowsHealth()).toEqual(expected), {
    timeout: 60 * second,
    interval: 50,
  });

/** Each ends with its fault over. Two workers, and devices change all the while. */
const faults: ReturnType<typeof writeFaults> = {
  ...writeFaults(seed, rounds(15, 60)),
  'Graph is slow': async () => {
    await world.arm({ match: 'write-batch', delayMs: 1500, probability: 0.3, seed, untilCleared });
    await steps.untilOvercome('batch', rounds(10, 40));
  },
  'Graph takes few writes, and asks to wait': async () => {
    await world.sandbox.control('PUT', 'write-limit', { writes: 60, seconds: 2 });
    await steps.untilCalled('batch', rounds(10, 40));
    await world.heal();
  },
  'the permission to write is taken away, and given back': async () => {
    await world.sandbox.control('PUT', 'roles', { revoked: ['Device.ReadWrite.All'] });
    await untilWindowsIs({ health: 'unhealthy', code: 'permission_missing' });
    // Messages go on all the while.
    await steps.untilCalled('upload', 5);
    expect(await world.connection()).toMatchObject({ health: 'healthy' });
    await world.heal();
  },
};

test.each(Object.entries(faults))(`%s (seed ${seed})`, async (name, during) => {
  await steps.play({ ...fleet, name }, () => during(world, steps));
  expect(await windowsHealth()).toEqual({ health: 'healthy', code: null });
});

test(`the partner service refuses everything, and Windows goes on (seed ${seed})`, async () => {
  await world.sandbox.control('PUT', 'roles', { revoked: ['update_device_attributes'] });
  await steps.play({ ...fleet, name: 'the partner service refuses everything' }, async () => {
    await steps.untilUnhealthy('permission_missing', 'update_device_attributes');
    await steps.untilCalled('batch', 10);
    await world.heal();
  });
});

test(`workers are killed while they write, and the clock of one is ahead (seed ${seed})`, async () => {
  const random = new Random('kills of writers', seed);
  await world.killWorkers();
  let worker = await world.startWorker();
  await world.startWorker({ isAhead: true });
  await world.arm({ match: 'write-batch', cut: 'after', probability: 0.1, seed, untilCleared });
  await steps.play({ ...fleet, name: 'workers are killed while they write' }, async () => {
    for (let kills = 0; kills < rounds(3, 20); kills += 1) {
      await passing(random.below(1.5 * second));
      await worker.kill();
      worker = await world.startWorker();
    }
    await world.heal();
  });
  expect(await windowsHealth()).toEqual({ health: 'healthy', code: null });
});
