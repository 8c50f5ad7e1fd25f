import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { commandLine } from '#lib/domain/people/actor';
import { AlertWorld } from '#lib/test-kit/alerts/alert-world';
import { listDeliveries, repeatOne } from './deliveries.ts';
import { changeDestination, createDestination } from './destinations.ts';
import { deleteSchedule, getSchedule, sendSchedule } from './export-schedules.ts';
import { queueDueExport } from './queue-exports.ts';

let world: AlertWorld;
const blocked = [{ policy: 'OS too old', action: 'block', since: '2026-11-22T01:00:00.000Z' }];
const noncompliant = { filter: { verdict: ['noncompliant'] } };
/** The first Monday, 8:00 in Berlin, after worlds begin */
const monday = Date.parse('2026-11-30T07:00:00Z');
const week = 7 * 86_400_000;

beforeAll(async () => {
  world = await AlertWorld.open();
});
afterAll(() => world.close());
beforeEach(() => world.begin());

/** The file of a mail as text; null: it has none. */
function fileOf(raw: string | undefined): { name: string; text: string } | null {
  const part = raw?.split(/^--.+$/m).find((one) => /^Content-Disposition: attachment/m.test(one));
  if (part === undefined) return null;
  const [head = '', body = ''] = part.split(/\r?\n\r?\n/, 2);
  expect(head).toMatch(/^Content-Type: text\/csv/m);
  const name = /filename="?([^"]+)"?/.exec(head.replace(/\r?\n\s+/g, ' '))?.[1] ?? '';
  return { name, text: Buffer.from(body, 'base64').toString() };
}
const lastMail = () => world.mail.mails.at(-1)?.raw ?? '';
const textOf = (raw: string) => raw.replace(/=\r?\n/g, '');

async function manyDevices(count: number) {
  await world.db.pool.$executeRaw`
    INSERT INTO devices (id, feed, external_id, name, os, os_version, verdict, verdict_since, first_check_in_at, last_check_in_at)
    SELECT gen_random_uuid(), 'mdm', 'n' || n, 'phone ' || n, 'ios', '26', 'noncompliant', ${world.date}, ${world.date}, ${world.date}
    FROM generate_series(1, ${count}::integer) n`;
}

test('on Monday at eight a mail has the number, the link and the file', async () => {
  const mail = await world.email();
  const { id, nextAt } = await world.schedule([mail.id], {
    ...noncompliant,
    columns: ['name', 'violations'],
  });
  expect(nextAt).toBe('2026-11-30T07:00:00.000Z');
  await world.checkIn('kana', blocked);
  await world.checkIn('ben');
  world.now = monday - 1;
  await world.work();
  expect(world.mail.mails).toEqual([]);
  world.now = monday;
  await world.work();
  await world.work();
  expect(world.mail.mails).toHaveLength(1);
  const raw = textOf(lastMail());
  expect(raw).toContain('Subject: Noncompliant phones: 1 device');
  expect(raw).toContain('The list as of Nov 30, 2026, 8:00');
  expect(raw).toContain('https://tenko.example/devices?verdict=3Dnoncompliant');
  const file = fileOf(lastMail());
  expect(file?.name).toBe('Noncompliant phones 2026-11-30.csv');
  expect(file?.text).toBe('\ufeffname,violations\r\nkana’s phone,OS too old (block)\r\n');
  expect(await getSchedule(world.db, id)).toMatchObject({
    nextAt: '2026-12-07T07:00:00.000Z',
    lastRunAt: new Date(monday).toISOString(),
    lastSentAt: new Date(monday).toISOString(),
    lastCount: { value: 1, exact: true },
  });
  const { items } = await listDeliveries(world.db, { limit: 10 });
  expect(items).toMatchObject([
    {
      eventType: 'export.due',
      state: 'delivered',
      subject: { kind: 'export', id, name: 'Noncompliant phones' },
    },
  ]);
  const audited = await world.db.pool.auditEvent.findMany({ where: { action: 'device.export' } });
  expect(audited.map(({ actorName, target, details }) => ({ actorName, target, details }))).toMatchObject([
    { actorName: 'Tenko', target: id, details: { count: 1, complete: true, destination: 'Mail en' } },
  ]);
});

test('a webhook hears how many and where to fetch them, and no device; the queue has none either', async () => {
  const { id: hook } = await world.webhook();
  const { id } = await world.schedule([hook], { ...noncompliant, columns: ['name'] });
  await world.checkIn('kana', blocked);
  world.now = monday;
  await world.work();
  expect(world.receiver.bodies).toEqual([
    {
      type: 'export.due',
      timestamp: '2026-11-30T07:00:00.000Z',
      data: {
        export: {
          id,
          name: 'Noncompliant phones',
          url: `https://tenko.example/alerts/exports/${id}`,
        },
        count: { value: 1, exact: true },
        url: 'https://tenko.example/devices?verdict=noncompliant&sort=-lastCheckInAt',
        exportPath: '/api/v1/devices/export?verdict=noncompliant&sort=-lastCheckInAt&columns=name',
      },
    },
  ]);
  const queued = JSON.stringify(await world.db.pool.alertEvent.findMany({ where: { type: 'export.due' } }));
  expect(queued).not.toContain('kana');
});

test('times that were missed while no worker ran are made up for once', async () => {
  const { id: hook } = await world.webhook();
  const { id } = await world.schedule([hook], { whenEmpty: true });
  world.now = monday + 5 * week + 3_600_000;
  await world.work();
  expect(world.receiver.bodies).toHaveLength(1);
  expect((await getSchedule(world.db, id)).nextAt).toBe(new Date(monday + 6 * week).toISOString());
});

test('many workers that look at the same time make one message', async () => {
  const { id: hook } = await world.webhook();
  await world.schedule([hook], { whenEmpty: true });
  world.now = monday;
  const worker = { db: world.db, log: world.log, clock: () => world.date };
  await Promise.all(Array.from({ length: 6 }, () => queueDueExport(worker)));
  await world.work();
  expect(world.receiver.bodies).toHaveLength(1);
});

test('an empty list is sent only where that is wanted, and then without a file', async () => {
  const mail = await world.email();
  const silent = await world.schedule([mail.id], { name: 'Silent', ...noncompliant });
  await world.schedule([mail.id], { name: 'Loud', ...noncompliant, whenEmpty: true });
  world.now = monday;
  await world.work();
  expect(world.mail.mails).toHaveLength(1);
  expect(lastMail()).toContain('Subject: Loud: no devices');
  expect(textOf(lastMail())).toContain('No device matches as of');
  expect(fileOf(lastMail())).toBeNull();
  expect(await getSchedule(world.db, silent.id)).toMatchObject({
    lastRunAt: new Date(monday).toISOString(),
    lastSentAt: null,
    lastCount: { value: 0, exact: true },
    nextAt: new Date(monday + week).toISOString(),
  });
});

test('a file has at most 10,000 devices, and the mail says so', async () => {
  const mail = await world.email();
  await manyDevices(10_300);
  await world.schedule([mail.id], { ...noncompliant, columns: ['name'] });
  world.now = monday;
  await world.work();
  expect(textOf(lastMail())).toContain('Subject: Noncompliant phones: more than 10,000 devices');
  expect(textOf(lastMail())).toContain('The file has only the first 10,000 devices.');
  expect(fileOf(lastMail())?.text.trimEnd().split('\r\n')).toHaveLength(10_001);
});

test('what a spreadsheet would run is made harmless', async () => {
  const mail = await world.email();
  await world.schedule([mail.id], { columns: ['name', 'serialNumber'] });
  const device = { name: '=HYPERLINK("https://evil.example")', os: 'ios', osVersion: '26.1' };
  await world.checkIn('kana', [], { device });
  world.now = monday;
  await world.work();
  expect(fileOf(lastMail())?.text).toContain(`"'=HYPERLINK(""https://evil.example"")"`);
});

test('a refused mail is tried again, and has what holds by then', async () => {
  const mail = await world.email();
  await world.schedule([mail.id], { ...noncompliant, columns: ['name'] });
  await world.checkIn('kana', blocked);
  world.now = monday;
  world.mail.refuse = { code: 452, words: 'Mailbox is full' };
  await world.work();
  world.mail.refuse = null;
  await world.checkIn('ben', blocked);
  world.now += 5000;
  await world.work();
  expect(world.mail.mails).toHaveLength(1);
  expect(fileOf(lastMail())?.text).toContain('ben’s phone\r\nkana’s phone');
  const { items } = await listDeliveries(world.db, { limit: 10 });
  await repeatOne(world.db, items[0]?.id ?? '', commandLine, world.date);
  await world.work();
  expect(world.mail.mails).toHaveLength(2);
});

test('sent by hand it goes to all destinations that are on, whatever its time; a deleted one sends no more', async () => {
  const { id: hook } = await world.webhook();
  const mail = await world.email();
  const { id, nextAt } = await world.schedule([hook, mail.id], noncompliant);
  const off = {
    kind: 'email' as const,
    name: 'Off',
    to: ['a@example.com'],
    enabled: false,
    language: 'en' as const,
  };
  await changeDestination({ db: world.db, alerts: world.tools }, mail.id, off, commandLine, world.date);
  expect(await sendSchedule(world.db, id, commandLine, world.date)).toEqual({ id, sentTo: [hook] });
  await world.work();
  expect(world.receiver.bodies).toMatchObject([{ type: 'export.due', data: { count: { value: 0 } } }]);
  expect((await getSchedule(world.db, id)).nextAt).toBe(nextAt);
  await deleteSchedule(world.db, id, commandLine, world.date);
  world.now = monday;
  await world.work();
  expect(world.receiver.bodies).toHaveLength(1);
});

test('a chat gets the number and the link, in its language and the time zone of the schedule', async () => {
  const input = {
    kind: 'slack',
    name: 'Chat',
    url: world.receiver.url,
    enabled: true,
    language: 'de',
  } as const;
  const made = await createDestination({ db: world.db, alerts: world.tools }, input, commandLine, world.date);
  await world.schedule([made.id], { name: 'Gesperrte', ...noncompliant, timeZone: 'Asia/Tokyo' });
  await world.checkIn('kana', blocked);
  world.now = Date.parse('2026-11-29T23:00:00Z');
  await world.work();
  const [body] = world.receiver.bodies as unknown as { text: string; blocks: unknown[] }[];
  expect(body?.text).toBe('Gesperrte: 1 Gerät');
  expect(JSON.stringify(body?.blocks)).toContain('Stand: 30.11.2026, 08:00');
  expect(JSON.stringify(body?.blocks)).toContain('https://tenko.example/devices?verdict=noncompliant');
});

test('an export whose stored filter is no longer understood holds up no other', async () => {
  const mail = await world.email();
  const broken = await world.schedule([mail.id], { name: 'Broken' });
  await world.schedule([mail.id], { name: 'Sound', at: '08:01' });
  await world.db.pool.exportSchedule.update({
    where: { id: broken.id },
    data: { filter: { lastCheckInBefore: 'long ago' } },
  });
  world.now = monday + 60_000;
  await world.checkIn('kana');
  await world.queueExports();
  await world.send();
  expect(world.mail.mails.map(({ raw }) => /^Subject: (.+)\r$/m.exec(raw)?.[1])).toEqual(['Sound: 1 device']);
  expect(world.logged.join('')).toContain('exports.not_counted');
});
