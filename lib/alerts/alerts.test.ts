import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { blocked, deliveries, inAlertWorld, world } from '#lib/test-kit/alerts/in-alert-world';
import { getDestination } from './destinations.ts';
import { previewRule } from './rules.ts';

inAlertWorld();

const types = () => world.receiver.bodies.map(({ type }) => type);

test('a webhook hears of a changed verdict, signed by Standard Webhooks', async () => {
  const { id, secret } = await world.webhook();
  await world.rule([id], ['device.verdict_changed']);
  const deviceId = await world.checkIn('kana');
  await world.checkIn('kana', blocked);
  await world.work();
  const [received] = world.receiver.received;
  const payload = JSON.parse(received?.body ?? '') as Record<string, unknown>;
  expect(payload).toEqual({
    type: 'device.verdict_changed',
    timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
    data: {
      device: {
        id: deviceId,
        externalId: 'kana',
        name: 'kana’s phone',
        serialNumber: 'S-kana',
        userPrincipalName: 'kana@example.com',
        url: `https://tenko.example/devices/${deviceId}`,
      },
      verdict: 'noncompliant',
      previousVerdict: 'compliant',
      reasons: [{ policy: 'OS too old', action: 'block', since: '2026-11-22T01:00:00.000Z' }],
    },
  });
  const signed = `${received?.headers['webhook-id']}`;
  const sign = new Webhook(secret).sign(signed, world.date, received?.body ?? '');
  expect(received?.headers['webhook-signature']).toBe(sign);
  expect(received?.headers['webhook-timestamp']).toBe(String(Math.floor(world.now / 1000)));
  expect(await deliveries()).toEqual([['delivered', 200]]);
  expect(await getDestination(world.db, id)).toMatchObject({ health: 'ok', problem: null, waiting: 0 });
});

test('the first verdict is no event, and neither is a check-in that changes nothing', async () => {
  const { id } = await world.webhook();
  await world.rule([id], ['device.verdict_changed', 'device.alert', 'device.retired']);
  await world.checkIn('kana', blocked);
  await world.checkIn('kana', blocked);
  await world.work();
  expect(world.receiver.received).toEqual([]);
});

test('an alert is an event as it comes into force, for a new device, too, and once', async () => {
  const { id } = await world.webhook();
  await world.rule([id], ['device.alert']);
  const alert = [{ policy: 'Battery', action: 'send_alert' }];
  await world.checkIn('kana', alert);
  await world.checkIn('kana', [...alert, { policy: 'Disk', action: 'monitor' }]);
  await world.work();
  expect(world.receiver.bodies).toMatchObject([{ type: 'device.alert', data: { policies: ['Battery'] } }]);
  await world.checkIn('kana');
  await world.checkIn('kana', alert);
  await world.work();
  expect(types()).toEqual(['device.alert', 'device.alert']);
});

test('a rule is about devices of its filter, and one event goes to a destination once', async () => {
  const { id } = await world.webhook();
  await world.rule([id], ['device.verdict_changed'], { filter: { q: 'kana' } });
  await world.rule([id], ['device.verdict_changed', 'device.alert'], {
    filter: { verdict: ['noncompliant'] },
  });
  for (const name of ['kana', 'ben']) await world.checkIn(name);
  for (const name of ['kana', 'ben']) await world.checkIn(name, blocked);
  for (const name of ['kana', 'ben']) await world.checkIn(name);
  await world.work();
  // As the devices are now: both are compliant again, and the first rule alone is about one of them.
  const told = world.receiver.bodies.map(({ data }) => (data as { verdict: string }).verdict);
  expect(told).toEqual(['noncompliant', 'compliant']);
  const preview = { events: ['device.verdict_changed' as const], filter: { q: 'kana' } };
  expect(await previewRule(world.db, preview, new Date())).toEqual({
    fired: { value: 2, exact: true },
    byType: [{ type: 'device.verdict_changed', count: 2 }],
  });
});

test('a slow destination holds up no other', async () => {
  const slow = await world.webhook('Slow');
  const quick = await world.webhook('Quick', world.receiver.url.replace('/hook', '/quick'));
  await world.rule([slow.id, quick.id], ['device.verdict_changed']);
  const held: (() => void)[] = [];
  world.receiver.answer(({ path }, response) => {
    if (path.startsWith('/quick')) response.writeHead(200).end();
    else held.push(() => response.writeHead(200).end());
  });
  for (let n = 0; n < 40; n += 1) await world.checkIn(`d${n}`);
  for (let n = 0; n < 40; n += 1) await world.checkIn(`d${n}`, blocked);
  await world.note();
  const sender = world.newWorker();
  const quickOnes = () => world.receiver.received.filter(({ path }) => path.startsWith('/quick')).length;
  await expect
    .poll(async () => {
      await sender.step();
      return quickOnes();
    })
    .toBe(40);
  await expect.poll(() => held.length).toBe(32);
  world.receiver.answer(200);
  for (const release of held) release();
  await sender.settle();
  await world.send(sender);
  expect(world.receiver.received).toHaveLength(80);
});

test('what is rolled back is no event', async () => {
  const { id } = await world.webhook();
  await world.rule([id], ['device.verdict_changed']);
  const deviceId = await world.checkIn('kana');
  const broken = world.db.transaction(async (tx) => {
    await tx.$executeRaw`UPDATE devices SET verdict = 'retired' WHERE id = ${deviceId}::uuid`;
    throw new Error('rolled back');
  });
  await expect(broken).rejects.toThrow('rolled back');
  await world.work();
  expect(world.receiver.received).toEqual([]);
});
