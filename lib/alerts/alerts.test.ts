import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { HeldClaims } from '#lib/domain/held-claims';
import { commandLine } from '#lib/domain/people/actor';
import { AlertWorld } from '#lib/test-kit/alerts/alert-world';
import { countFailures, listDeliveries, repeatAllFailed, repeatOne } from './deliveries.ts';
import { getDestination } from './destinations.ts';
import { previewRule } from './rules.ts';

let world: AlertWorld;
const blocked = [{ policy: 'OS too old', action: 'block', since: '2026-11-22T01:00:00.000Z' }];

beforeAll(async () => {
  world = await AlertWorld.open();
});
/** Of all tests together: what makes an address a credential, and what webhooks are signed with, is in no log. */
afterAll(async () => {
  await world.close();
  const lines = world.logged.join('');
  expect(lines).toContain('alerts.not_delivered');
  expect(lines).not.toMatch(/top-secret|whsec_|signing/);
});
beforeEach(() => world.begin());

const deliveries = async () =>
  (await listDeliveries(world.db, { limit: 200 })).items.map(({ state, attempts }) => [
    state,
    ...attempts.map(({ status }) => status),
  ]);
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

test('a storm reaches webhooks event by event, and people as a few messages and a summary', async () => {
  const hook = await world.webhook();
  const mail = await world.email();
  await world.rule([hook.id, mail.id], ['device.verdict_changed']);
  for (let n = 0; n < 60; n += 1) await world.checkIn(`d${n}`);
  for (let n = 0; n < 60; n += 1) await world.checkIn(`d${n}`, blocked);
  await world.work();
  expect(world.receiver.received).toHaveLength(60);
  expect(world.mail.mails).toHaveLength(20);
  world.now += 300_000;
  await world.work();
  expect(world.mail.mails).toHaveLength(21);
  const summary = world.mail.mails.at(-1)?.raw ?? '';
  expect(summary).toContain('Subject: 40 events in Tenko');
  expect(summary).toContain('20 more events are not listed here.');
});

test('a digest and quiet hours hold mail back, and nothing is lost', async () => {
  const mail = await world.email();
  const quietHours = { from: '20:00', to: '07:00' };
  await world.rule([mail.id], ['device.verdict_changed'], { quietHours, timeZone: 'Asia/Tokyo' });
  // 09:00 UTC is 18:00 in Tokyo
  await world.checkIn('kana');
  await world.checkIn('kana', blocked);
  await world.work();
  expect(world.mail.mails).toHaveLength(1);
  world.now += 3 * 3_600_000;
  await world.checkIn('kana');
  await world.work();
  world.now = Date.parse('2026-11-24T21:59:00Z');
  await world.checkIn('ben');
  await world.checkIn('ben', blocked);
  await world.work();
  expect(world.mail.mails).toHaveLength(1);
  world.now = Date.parse('2026-11-24T22:00:00Z');
  await world.work();
  expect(world.mail.mails).toHaveLength(2);
  expect(world.mail.mails[1]?.raw).toContain('Subject: 2 events in Tenko');
});

test('a mail is written in the language of its destination; a mail server’s refusal is told in its words', async () => {
  const mail = await world.email(['ops@example.com', 'oncall@example.com'], 'de');
  await world.rule([mail.id], ['device.verdict_changed']);
  await world.checkIn('kana');
  await world.checkIn('kana', blocked);
  world.mail.refuse = { code: 452, words: 'Mailbox is full' };
  await world.work();
  expect(await getDestination(world.db, mail.id)).toMatchObject({
    problem: { code: 'refused', status: 452, message: expect.stringContaining('Mailbox is full') },
  });
  world.mail.refuse = null;
  world.now += 5000;
  await world.work();
  expect(world.mail.mails.map(({ to }) => to)).toEqual([['ops@example.com', 'oncall@example.com']]);
  expect(world.mail.mails[0]?.raw).toContain('From: Tenko <tenko@example.com>');
  expect(world.mail.mails[0]?.raw).toContain('https://tenko.example/devices/');
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
