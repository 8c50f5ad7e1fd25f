import { setTimeout as passing } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { changeChannels } from '#lib/connection/channels';
import type { ChannelChange } from '#lib/contract/channel';
import { Random } from '#lib/run/fleet/random';
import { channelsWith, usualTag } from '#lib/test-kit/engine/channel-settings';
import { createFaultSteps, type FaultSteps, writeFaults } from '#lib/test-kit/engine/fault-steps';
import { createFaultWorld, type FaultWorld } from '#lib/test-kit/engine/fault-world';
import { rounds } from '#lib/test-kit/soak';

/** Another seed makes other fleets, changes, strikes and switches. A third of the devices have Windows. */
const seed = 20261130;
const fleet = { seed, devices: rounds(150, 300), windows: 0.35 };
vi.setConfig({ testTimeout: rounds(240_000, 900_000) });

let world: FaultWorld;
let steps: FaultSteps;
beforeAll(async () => {
  world = await createFaultWorld();
  steps = createFaultSteps(world);
  await Promise.all([world.startWorker(), world.startWorker()]);
  // What messages told before is kept in step from then on.
  await steps.play({ ...fleet, devices: 40, name: 'told before' }, async () => {});
}, 120_000);
beforeEach(() => world.heal());
afterAll(() => world.close(), 60_000);

const second = 1000;
const untilCleared = true;
const actor = { kind: 'admin' as const, name: 'admin', requestId: null };
const switchTo = (change: ChannelChange) => changeChannels(world.db, change, actor, new Date());

/** Each ends with its fault over. Two workers, and devices change all the while. */
const faults: ReturnType<typeof writeFaults> = {
  ...writeFaults(seed, rounds(12, 30)),
  'the permission to write is taken away, and given back': async () => {
    await world.sandbox.control('PUT', 'roles', { revoked: ['Device.ReadWrite.All'] });
    await vi.waitFor(
      async () => {
        const { rows } = await world.sql.query(`SELECT health FROM reporting_channels WHERE name = 'tag'`);
        expect(rows).toEqual([{ health: 'unhealthy' }]);
      },
      { timeout: 60 * second, interval: 50 },
    );
    await world.heal();
  },
};

test.each(Object.entries(faults))(`%s, by tag (seed ${seed})`, async (name, during) => {
  await switchTo(channelsWith({ tag: true }));
  await steps.play({ ...fleet, name }, () => during(world, steps));
});

test(`channels are switched under load, workers are killed, and nothing is lost (seed ${seed})`, async () => {
  const random = new Random('switches of channels', seed);
  await world.killWorkers();
  let worker = await world.startWorker();
  await world.startWorker({ isAhead: true });
  await world.arm({ match: 'write-batch', cut: 'after', probability: 0.1, seed, untilCleared });
  await steps.play({ ...fleet, name: 'channels are switched under load' }, async () => {
    for (let turn = 0; turn < rounds(8, 60); turn += 1) {
      const switches = {
        tag: random.chance(0.5),
        partner: random.chance(0.8),
        windows: random.chance(0.8),
        settings: { ...usualTag, attribute: random.chance(0.8) ? 15 : 7 },
      };
      await switchTo(channelsWith(switches));
      await passing(random.below(2 * second));
      if (random.chance(0.4)) {
        await worker.kill();
        worker = await world.startWorker();
      }
    }
    await switchTo(channelsWith({ tag: random.chance(0.5) }));
    await world.heal();
  });
});
