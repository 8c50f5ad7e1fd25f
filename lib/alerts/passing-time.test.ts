import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { listDeliveries } from '#lib/alerts/deliveries';
import { policyInput } from '#lib/contract/policy';
import { commandLine } from '#lib/domain/people/actor';
import { createException } from '#lib/policies/policy-exceptions';
import { createPolicy } from '#lib/policies/save-policy';
import { AlertWorld } from '#lib/test-kit/alerts/alert-world';
import { noteWhatTimeBrings } from './passing-time.ts';

let world: AlertWorld;
const day = 86_400_000;

beforeAll(async () => {
  world = await AlertWorld.open();
});
afterAll(() => world.close());
beforeEach(() => world.begin());

async function passTime(credentialExpiresAt: Date | null = null) {
  await noteWhatTimeBrings(world.db, { now: world.date, credentialExpiresAt });
  await world.work();
}
const told = () => world.receiver.bodies.map(({ type }) => type);

test('a silent device is told once, a week after its last check-in', async () => {
  const { id } = await world.webhook();
  await world.rule([id], ['device.silent']);
  await passTime();
  const silent = await world.checkIn('kana');
  await passTime();
  world.now += 7 * day - 1000;
  await passTime();
  expect(told()).toEqual([]);
  world.now += 1000;
  await passTime();
  await passTime();
  expect(world.receiver.bodies).toMatchObject([{ type: 'device.silent', data: { device: { id: silent } } }]);
  await world.checkIn('kana');
  world.now += 8 * day;
  await passTime();
  expect(told()).toEqual(['device.silent', 'device.silent']);
});

test('what was silent before Tenko looked is no news; many at once are all told', async () => {
  const { id } = await world.webhook();
  await world.rule([id], ['device.silent']);
  await world.checkIn('old');
  world.now += 8 * day;
  await passTime();
  expect(told()).toEqual([]);
  await world.db.pool.$executeRaw`
    INSERT INTO devices (id, feed, external_id, name, os, os_version, verdict, verdict_since, first_check_in_at, last_check_in_at)
    SELECT gen_random_uuid(), 'mdm', 'n' || n, 'n' || n, 'ios', '26', 'compliant', ${world.date}, ${world.date}, ${world.date}
    FROM generate_series(1, 1200) n`;
  world.now += 7 * day;
  await passTime();
  expect(told()).toHaveLength(1200);
});

test('a feed that falls silent is told once, until it is heard of again', async () => {
  const { id } = await world.webhook();
  await world.rule([id], ['feed.silent']);
  const heard = () =>
    world.db.pool.$executeRaw`UPDATE feeds SET last_check_in_at = ${world.date} WHERE name = 'mdm'`;
  await world.checkIn('kana');
  await heard();
  world.now += day + 1000;
  await passTime();
  await passTime();
  expect(world.receiver.bodies).toMatchObject([{ type: 'feed.silent', data: { feed: { name: 'mdm' } } }]);
  await heard();
  await passTime();
  world.now += day + 1000;
  await passTime();
  expect(told()).toEqual(['feed.silent', 'feed.silent']);
});

test('a credential is told of 30, 14 and 3 days before it expires', async () => {
  const { id } = await world.webhook();
  await world.rule([id], ['connection.credential_expiring']);
  const expires = new Date(world.now + 40 * day);
  for (let passed = 0; passed < 42; passed += 1) {
    await passTime(expires);
    world.now += day;
  }
  expect(world.receiver.bodies.map(({ data }) => (data as { days: number }).days)).toEqual([30, 14, 3]);
});

test('an exception that ends is told once, a week before', async () => {
  const { id } = await world.webhook();
  await world.rule([id], ['exception.expiring', 'policy.changed']);
  const input = policyInput.parse({
    name: 'iOS 26',
    rule: { all: [{ fact: 'osVersion', op: 'olderThan', value: '26.0' }] },
    steps: [{ after: 'PT0S', action: 'block' }],
  });
  const policy = await createPolicy(world.db, input, commandLine, world.date);
  const deviceId = await world.checkIn('kana');
  const until = new Date(world.now + 10 * day).toISOString();
  await createException(
    world.db,
    { policyId: policy.id, deviceId, until, reason: 'Repair' },
    { actor: commandLine, owner: 'admin:cli' } as const,
    world.date,
  );
  await passTime();
  world.now += 4 * day;
  await passTime();
  await passTime();
  expect(world.receiver.bodies).toMatchObject([
    { type: 'policy.changed', data: { policy: { id: policy.id, name: 'iOS 26' }, change: 'created' } },
    {
      type: 'exception.expiring',
      data: { exception: { about: 'kana’s phone', until }, policy: { name: 'iOS 26' } },
    },
  ]);
  const { items } = await listDeliveries(world.db, { limit: 10 });
  expect(items.map(({ subject }) => subject)).toEqual(
    Array(2).fill({ kind: 'policy', id: policy.id, name: 'iOS 26' }),
  );
});
