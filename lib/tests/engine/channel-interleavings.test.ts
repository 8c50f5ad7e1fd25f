import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReportingChannel } from '#lib/domain/devices/channel';
import {
  channelSteps,
  fleetSize,
  type OutsideStep,
  type Step,
  type Told,
} from '#lib/test-kit/engine/interleaving-steps';
import { createInterleavingWorld, type InterleavingWorld } from '#lib/test-kit/engine/interleaving-world';
import { runInterleaving } from '#lib/test-kit/engine/run-interleaving';
import type { Trouble } from '#lib/test-kit/engine/troubled-process';
import { rounds } from '#lib/test-kit/soak';

/** Another seed plays other interleavings; a failure prints its own, with the path to the shortest one. */
const seed = 20261201;
const numRuns = rounds(20, 500);
/** A slow machine plays fewer of them. */
const mostMs = rounds(30_000, 900_000);

let world: InterleavingWorld;
beforeAll(async () => {
  world = await createInterleavingWorld(fleetSize, { channels: true });
}, 60_000);
afterAll(() => world.close());

test(`any interleaving of switched channels ends with Entra in step (seed ${seed})`, {
  timeout: mostMs + 70_000,
}, async () => {
  let running: Promise<unknown> = Promise.resolve();
  const property = fc.asyncProperty(channelSteps, async (played) => {
    const run = runInterleaving(world, played);
    running = run;
    expect(await run).toEqual([]);
  });
  await fc.assert(property, { seed, numRuns, interruptAfterTimeLimit: mostMs });
  // Where the time was over first, the last run still plays with the world that the next test takes.
  await running;
});

const by = { engine: 0, trouble: null, hold: 1 } as const;
const phone = 0;
const pc = 1;
const connected = { client: 'Success' } as const;
const disconnected = { client: 'User_Canceled' } as const;
const blocked = { action: 'block' } as const;

const told = (change: Partial<Told> = {}, device = phone): Step => ({
  step: 'check in',
  device,
  change,
  isLate: false,
});
const claimed = (channel: ReportingChannel): Step => ({ step: 'claim', channel, ...by });
const sent = (trouble: Trouble | null = null): Step => ({
  step: 'send',
  ...by,
  trouble,
  pick: 0,
  ofAll: false,
});
const confirmed: Step = { step: 'confirm', ...by, pick: 0, ofAll: false };
/** Until Entra shows what was written */
const shown: Step = { step: 'time passes', ms: 2000 };
const walked: Step[] = [1, 2].map(() => ({ step: 'step channel change', ...by }));
type Switches = Partial<Omit<Extract<OutsideStep, { step: 'switch channels' }>, 'step'>>;
const switched = (switches: Switches): Step => ({
  step: 'switch channels',
  ...{ tag: false, partner: true, windows: true, attribute: 15, ...switches },
});
const moved = (switches: Switches): Step[] => [switched(switches), ...walked];

/** What once went wrong, in as few steps as it takes. */
const cases: Record<string, Step[]> = {
  'a tag is cleared that Entra does not show yet': [
    told(),
    ...moved({ tag: true }),
    ...[claimed('tag'), sent()],
    ...moved({ tag: false }),
    ...[claimed('tag'), sent()],
  ],
  'a tag is written to another attribute before Entra shows the first': [
    told(),
    ...moved({ tag: true }),
    ...[claimed('tag'), sent()],
    ...moved({ tag: true, attribute: 7 }),
    ...[claimed('tag'), sent()],
  ],
  'a clearing is left out for a report that is not made then': [
    told(),
    ...moved({ tag: true }),
    ...[claimed('tag'), sent(), shown],
    ...moved({ tag: false }),
    ...[told(blocked), claimed('partner'), sent(), shown, confirmed],
    ...moved({ tag: true }),
    // Claimed while it cannot be reported, left out since it can, and needed after all
    ...[told(disconnected), claimed('tag'), told(connected), sent(), told(disconnected)],
  ],
  'an older message is confirmed after a newer tag': [
    ...[told(), claimed('partner'), sent()],
    ...moved({ tag: true }),
    ...[told(blocked), claimed('tag'), sent(), shown],
    ...moved({ tag: false }),
    ...[confirmed, told(disconnected)],
    ...moved({ tag: true }),
  ],
  'a new attribute is set while the channel is off for a moment': [
    told(),
    ...moved({ tag: true }),
    ...[claimed('tag'), sent(), shown],
    ...[switched({ tag: false, attribute: 7 }), switched({ tag: true, attribute: 7 })],
  ],
  'a batch is written by the settings of a channel that was just switched off': [
    told(),
    ...moved({ tag: true }),
    ...[claimed('tag'), switched({ tag: false, attribute: 7 }), sent()],
  ],
  'a new attribute is set while a device cannot be reported': [
    told(blocked),
    ...moved({ tag: true }),
    ...[claimed('tag'), sent(), told(disconnected)],
    ...moved({ tag: true, attribute: 7 }),
  ],
  'a write that got lost is repeated for a device that can no longer be reported': [
    told({}, pc),
    ...[claimed('windows'), sent(), shown],
    ...moved({ tag: true }),
    ...[told(blocked, pc), claimed('tag'), sent('dies before the call'), told(disconnected, pc)],
  ],
  'a report waits when its channel is switched off': [
    ...[told(), claimed('partner'), sent(), shown, confirmed],
    { step: 'report now', device: phone },
    ...moved({ partner: false }),
  ],
};

test.each(Object.entries(cases))('%s', async (_what, played) => {
  expect(await runInterleaving(world, played)).toEqual([]);
});
