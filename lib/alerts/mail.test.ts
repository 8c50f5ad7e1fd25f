import { afterAll, expect, test } from 'vitest';
import { blocked, inAlertWorld, world } from '#lib/test-kit/alerts/in-alert-world';
import { rounds } from '#lib/test-kit/soak';
import { getDestination } from './destinations.ts';

const storm = rounds(1000, 50_000);

inAlertWorld();
// What must not be in a log is looked for where something is logged.
afterAll(() => expect(world.logged.join('')).toContain('alerts.not_delivered'));

test(
  `a storm of ${storm} events reaches webhooks event by event, and people as a few messages and a summary`,
  async () => {
    const hook = await world.webhook();
    const mail = await world.email();
    await world.rule([hook.id, mail.id], ['device.verdict_changed']);
    const devices = Array.from({ length: storm }, (_, number) => `d${number}`);
    await world.checkInAll(devices);
    await world.checkInAll(devices, blocked);
    await world.work();
    expect(world.receiver.received).toHaveLength(storm);
    const told = world.receiver.bodies.map(
      (body) => (body as { data: { device: { externalId: string } } }).data.device.externalId,
    );
    expect(new Set(told)).toEqual(new Set(devices));
    expect(world.mail.mails).toHaveLength(20);
    world.now += 300_000;
    await world.work();
    expect(world.mail.mails).toHaveLength(21);
    const summary = world.mail.mails.at(-1)?.raw ?? '';
    expect(summary).toContain(`Subject: ${(storm - 20).toLocaleString('en')} events in Tenko`);
    expect(summary).toContain(`${(storm - 40).toLocaleString('en')} more events are not listed here.`);
  },
  rounds(120_000, 1_500_000),
);

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
