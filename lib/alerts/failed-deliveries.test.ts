import { afterAll, expect, test } from 'vitest';
import { HeldClaims } from '#lib/domain/held-claims';
import { commandLine } from '#lib/domain/people/actor';
import { blocked, deliveries, inAlertWorld, world } from '#lib/test-kit/alerts/in-alert-world';
import { countFailures, listDeliveries, repeatAllFailed, repeatOne } from './deliveries.ts';
import { getDestination } from './destinations.ts';

inAlertWorld();
// What must not be in a log is looked for where something is logged.
afterAll(() => expect(world.logged.join('')).toContain('alerts.not_delivered'));

test('a failed message is tried again after five seconds, with the same id, and later ones about the device wait', async () => {
  const { id } = await world.webhook();
  await world.rule([id], ['device.verdict_changed']);
  await world.checkIn('kana');
  await world.checkIn('kana', blocked);
  world.receiver.answer(500);
  await world.work();
  await world.checkIn('kana');
  await world.work();
  expect(world.receiver.received).toHaveLength(1);
  expect(await getDestination(world.db, id)).toMatchObject({
    health: 'failing',
    problem: { code: 'refused', status: 500, message: expect.stringContaining('responded with 500') },
    waiting: 2,
  });
  world.receiver.answer(200);
  world.now += 5000;
  await world.work();
  const ids = world.receiver.received.map(({ headers }) => headers['webhook-id']);
  expect(ids[1]).toBe(ids[0]);
  expect(world.receiver.bodies.map(({ data }) => (data as { verdict: string }).verdict)).toEqual([
    'noncompliant',
    'noncompliant',
    'compliant',
  ]);
  expect(await deliveries()).toEqual([
    ['delivered', 200],
    ['delivered', 500, 200],
  ]);
});

test('a message fails after three days of attempts, and can be repeated with its id', async () => {
  const { id } = await world.webhook();
  await world.rule([id], ['device.verdict_changed']);
  await world.checkIn('kana');
  await world.checkIn('kana', blocked);
  world.receiver.answer(503);
  await world.note();
  const began = world.now;
  for (let attempt = 0; attempt < 20; attempt += 1) {
    await world.send();
    world.now += 24 * 3_600_000;
  }
  const { items } = await listDeliveries(world.db, { limit: 10 });
  expect(items).toMatchObject([{ state: 'failed', nextAttemptAt: null }]);
  expect(items[0]?.attempts).toHaveLength(10);
  expect(items[0]?.attempts[0]).toMatchObject({ status: 503, code: 'refused' });
  expect(world.now - began).toBeGreaterThan(3 * 86_400_000);
  const failures = async (...destinationId: string[]) =>
    (await countFailures(world.db, destinationId.length > 0 ? { destinationId } : {})).total;
  const other = await world.webhook('Other');
  expect([await failures(), await failures(id), await failures(other.id)]).toEqual([
    { value: 1, exact: true },
    { value: 1, exact: true },
    { value: 0, exact: true },
  ]);
  world.receiver.answer(200);
  expect(await repeatAllFailed(world.db, {}, commandLine, world.date)).toEqual({ repeated: 1 });
  expect((await failures()).value).toBe(0);
  await world.send();
  const sent = new Set(world.receiver.received.map(({ headers }) => headers['webhook-id']));
  expect([sent.size, (await deliveries())[0]?.[0]]).toEqual([1, 'delivered']);
});

test('once a receiver takes messages again, what waited for a later attempt goes at once', async () => {
  const { id } = await world.webhook();
  await world.rule([id], ['device.verdict_changed']);
  world.receiver.answer(500);
  for (const name of ['kana', 'ben']) {
    await world.checkIn(name);
    await world.checkIn(name, blocked);
  }
  await world.work();
  world.now += 6000;
  await world.work();
  await world.work();
  world.receiver.begin();
  await world.send();
  expect(world.receiver.received).toEqual([]);
  const { items } = await listDeliveries(world.db, { limit: 10, state: ['waiting'] });
  expect(items).toHaveLength(2);
  await repeatOne(world.db, items[0]?.id ?? '', commandLine, world.date);
  await world.send();
  await world.send();
  expect(world.receiver.received).toHaveLength(2);
});

test('a receiver that says 410 is switched off; what it asks for by Retry-After is obeyed', async () => {
  const { id } = await world.webhook();
  await world.rule([id], ['device.verdict_changed']);
  await world.checkIn('kana');
  await world.checkIn('kana', blocked);
  world.receiver.answer((_, response) => response.writeHead(429, { 'retry-after': '90' }).end());
  await world.work();
  world.now += 80_000;
  await world.work();
  expect(world.receiver.received).toHaveLength(1);
  world.receiver.answer(410);
  world.now += 10_000;
  await world.work();
  expect(await getDestination(world.db, id)).toMatchObject({
    enabled: false,
    health: 'disabled',
    problem: { code: 'gone', status: 410 },
    waiting: 1,
  });
  world.now += 86_400_000;
  await world.work();
  expect(world.receiver.received).toHaveLength(2);
});

test('redirects are not followed, and the address is in no message', async () => {
  const { id } = await world.webhook();
  await world.rule([id], ['device.verdict_changed']);
  await world.checkIn('kana');
  await world.checkIn('kana', blocked);
  world.receiver.answer(({ path }, response) =>
    response.writeHead(302, { location: `http://169.254.169.254${path}` }).end(`go to ${path}`),
  );
  await world.work();
  const { problem } = await getDestination(world.db, id);
  expect(problem).toMatchObject({ code: 'redirected', status: 302 });
  expect(JSON.stringify([problem, await listDeliveries(world.db, { limit: 10 })])).not.toContain(
    'top-secret',
  );
});

test('a worker that died with a message loses nothing: another one sends it after the lease', async () => {
  const { id } = await world.webhook();
  await world.rule([id], ['device.verdict_changed']);
  await world.checkIn('kana');
  await world.checkIn('kana', blocked);
  await world.note();
  let hangs: (() => void) | undefined;
  world.receiver.answer((_, response) => {
    hangs = () => response.writeHead(500).end();
  });
  const dying = world.newWorker();
  await dying.step();
  await expect.poll(() => world.receiver.received.length).toBe(1);
  world.receiver.answer(200);
  await world.send();
  expect(world.receiver.received).toHaveLength(1);
  world.now += 121_000;
  await world.send();
  expect(world.receiver.received).toHaveLength(2);
  // What the first one hears at last changes nothing any more.
  hangs?.();
  await dying.settle();
  expect((await deliveries())[0]?.[0]).toBe('delivered');
});

test('a worker that stops gives back what is on its way: another one sends it at once, under the same id', async () => {
  const { id } = await world.webhook();
  await world.rule([id], ['device.verdict_changed']);
  await world.checkIn('kana');
  await world.checkIn('kana', blocked);
  await world.note();
  const hanging: (() => void)[] = [];
  world.receiver.answer((_, response) => void hanging.push(() => response.writeHead(500).end()));
  const held = new HeldClaims();
  const stopping = world.newWorker(held);
  await stopping.step();
  await expect.poll(() => world.receiver.received.length).toBe(1);
  world.receiver.answer(200);
  expect(await held.giveBackAll()).toBe(1);
  await world.send();
  const ids = world.receiver.received.map(({ headers }) => headers['webhook-id']);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
  for (const end of hanging) end();
  await stopping.settle();
  // What is delivered is not given back any more.
  expect(await held.giveBackAll()).toBe(0);
  expect((await deliveries())[0]?.[0]).toBe('delivered');
});
