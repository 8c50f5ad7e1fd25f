import { setTimeout as passing } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createFaultSteps, type FaultSteps } from '#lib/test-kit/engine/fault-steps';
import { createFaultWorld, type FaultWorld } from '#lib/test-kit/engine/fault-world';
import { rounds } from '#lib/test-kit/soak';

/** Another seed makes other fleets, changes and strikes. */
const seed = 20261123;
const devices = rounds(300, 2000);
/** How many calls come in before a fault is over */
const calls = rounds(20, 60);
vi.setConfig({ testTimeout: 240_000 });

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

/** Each ends with its fault over. Two workers, and devices change all the while. */
const faults: Record<string, () => Promise<unknown>> = {
  'uploads answer 503 for a while': async () => {
    await world.arm({ match: 'upload', status: 503, untilCleared });
    await steps.untilOvercome('upload', calls);
  },
  'Microsoft asks to wait, in seconds': async () => {
    // The seconds count from the answer: after this, and before anybody can see that it was given.
    const armedAt = Date.now();
    await world.arm({ match: 'upload', status: 429, retryAfterSeconds: 8 });
    await steps.expectSilence(armedAt + 8 * second);
  },
  'Microsoft asks to wait, until a date': async () => {
    const endsAt = Math.ceil(Date.now() / second + 8) * second;
    await world.arm({ match: 'upload', status: 429, retryAfterAt: new Date(endsAt).toISOString() });
    await steps.expectSilence(endsAt);
  },
  'connections are reset, before and after a message is taken': async () => {
    await world.arm(
      { match: 'upload', cut: 'before', probability: 0.2, seed, untilCleared },
      { match: 'upload', cut: 'after', probability: 0.25, seed, untilCleared },
      { match: 'confirm', cut: 'after', probability: 0.2, seed, untilCleared },
      { match: 'users', cut: 'before', probability: 0.1, seed, untilCleared },
    );
    await steps.untilOvercome('upload', calls);
  },
  'answers never come': async () => {
    await world.arm(
      { match: 'upload', cut: 'stall', times: 2 },
      { match: 'confirm', cut: 'stall', times: 2 },
      { match: 'users', cut: 'stall' },
    );
    await steps.untilStruck();
  },
  'a fresh token is refused once': async () => {
    await world.arm({ match: 'upload', status: 401 });
    await steps.untilStruck();
    await steps.untilCalled('upload', 5);
    expect(await world.connection()).toMatchObject({ health: 'healthy' });
  },
  'the secret expires, and is renewed': async () => {
    const refused = { status: 401, untilCleared };
    await world.arm(
      { match: 'token', ...refused },
      { match: 'upload', ...refused },
      { match: 'confirm', ...refused },
    );
    await steps.untilUnhealthy('AADSTS7000222', expect.stringContaining('expired'));
    await world.heal();
  },
  'an app role is taken away, and given back': async () => {
    const permission = 'update_device_attributes';
    await world.sandbox.control('PUT', 'roles', { revoked: [permission] });
    await steps.untilUnhealthy('permission_missing', permission);
    const before = await steps.calls();
    await passing(5 * second);
    // One message at a time tries, further and further apart: each try is two calls, the second with a new token.
    expect((await steps.calls()) - before).toBeLessThan(30);
    expect(await world.connection()).toMatchObject({ health: 'unhealthy', code: 'permission_missing' });
    await world.heal();
  },
  'confirmations fail': async () => {
    await world.arm(
      { match: 'confirm', status: 404, probability: 0.1, seed, untilCleared },
      { match: 'confirm', status: 503, probability: 0.2, seed, untilCleared },
      { match: 'confirm', status: 429, retryAfterSeconds: 1, probability: 0.05, seed, untilCleared },
      { match: 'confirm', cut: 'after', probability: 0.1, seed, untilCleared },
    );
    await steps.untilOvercome('confirm', calls);
  },
};

test(`nothing goes wrong (seed ${seed})`, async () => {
  const { amplification } = await steps.play({ name: 'nothing goes wrong', seed, devices }, () =>
    passing(3 * second),
  );
  expect(amplification).toBeLessThan(1.1);
});

test.each(Object.entries(faults))(`%s (seed ${seed})`, async (name, during) => {
  await steps.play({ name, seed, devices }, during);
});

test(`devices that Microsoft refuses harm no others (seed ${seed})`, async () => {
  const sentinels = { '[sandbox:fail]': 5, '[sandbox:reject]': 5, '[sandbox:too-large]': 5 };
  await steps.play({ name: 'devices that Microsoft refuses', seed, devices, sentinels }, () =>
    steps.untilCalled('upload', calls),
  );
});
