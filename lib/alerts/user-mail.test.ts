import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { selectDeliveries } from '#lib/db/alerts/delivery-log';
import { Prisma, type Queryable } from '#lib/db/core/prisma';
import { commandLine } from '#lib/domain/people/actor';
import { AlertWorld } from '#lib/test-kit/alerts/alert-world';
import { listDeliveries } from './deliveries.ts';
import { type MailedPerson, sendUserMails } from './send-user-mails.ts';
import { getUserMail, previewUserMail, setUserMail } from './user-mail.ts';

let world: AlertWorld;
let person: MailedPerson;
const day = 86_400_000;
const blocked = [{ policy: 'OS too old', action: 'block' }];
const alert = [{ policy: 'Battery', action: 'send_alert' }];
const settings = {
  enabled: true,
  companyName: 'Example Ltd.',
  helpDesk: 'help@example.com',
  footer: { en: 'Room 4, weekdays', de: 'Raum 4, werktags' },
  backInOrder: true,
  language: 'en',
} as const;

beforeAll(async () => {
  world = await AlertWorld.open();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.begin();
  await world.db.pool.$executeRaw`TRUNCATE user_mail`;
  person = { mail: null, language: null };
});

const tools = () => ({ db: world.db, alerts: world.tools });
const save = (more: object = {}) => setUserMail(tools(), { ...settings, ...more }, commandLine, world.date);

async function work(): Promise<void> {
  await world.note();
  const sending = {
    db: world.db,
    log: world.log,
    clock: () => world.date,
    random: () => 0,
    alerts: world.tools,
    personOf: async () => person,
  };
  while (await sendUserMails(sending));
}
/** Of quoted-printable, the parts that a test looks for. */
const mails = () =>
  world.mail.mails.map(({ to, raw }) => ({ to, text: raw.replace(/=\r?\n/g, '').replaceAll('=C3=A4', 'ä') }));

test('nobody is mailed until an admin switches it on, who sees how many would be', async () => {
  await world.checkIn('kana', blocked);
  await world.checkIn('ben', blocked);
  await world.checkIn('dana');
  await work();
  expect(world.mail.mails).toEqual([]);
  expect(await getUserMail(tools())).toMatchObject({ enabled: false, wouldReceive: 2, configured: true });
  expect(await save()).toMatchObject({ ...settings, updatedBy: commandLine.name });
});

test('a user hears that access is lost, in their language, with the company’s words', async () => {
  await save();
  person = { mail: 'kana.mail@example.com', language: 'de-AT' };
  await world.checkIn('kana');
  await world.checkIn('kana', blocked);
  await work();
  const [mail] = mails();
  expect(mail?.to).toEqual(['kana.mail@example.com']);
  for (const part of [
    'OS too old',
    'Example Ltd.',
    'Raum 4, werktags',
    'Reply-To: help@example.com',
    'lang=3D"de"',
  ]) {
    expect(mail?.text).toContain(part);
  }
});

test('a language that is none, or none of ours, is no reason to send nothing', async () => {
  await save({ language: 'fr' });
  for (const [name, language] of [
    ['kana', 'not_a_language'],
    ['ben', 'nl-NL'],
  ] as const) {
    person = { mail: null, language };
    await world.checkIn(name);
    await world.checkIn(name, blocked);
    await work();
  }
  expect(mails().map(({ text }) => text.includes('lang=3D"fr"'))).toEqual([true, true]);
});

test('a person gets one mail a day, but hears at once that access is lost', async () => {
  await save();
  await world.checkIn('kana', alert);
  await work();
  expect(world.mail.mails).toHaveLength(1);
  await world.checkIn('kana');
  await world.checkIn('kana', [{ policy: 'Disk', action: 'send_alert' }]);
  await work();
  expect(world.mail.mails).toHaveLength(1);
  await world.checkIn('kana', blocked);
  await work();
  expect(world.mail.mails).toHaveLength(2);
  world.now += day + 1000;
  await work();
  // What waited tells what holds by now.
  expect(world.mail.mails).toHaveLength(3);
  expect(mails()[2]?.text).toContain('OS too old');
});

test('what is put right before the day is over is not told any more', async () => {
  await save({ backInOrder: false });
  await world.checkIn('kana', alert);
  await work();
  await world.checkIn('kana', [{ policy: 'Disk', action: 'send_alert' }]);
  await work();
  await world.checkIn('kana');
  world.now += day + 1000;
  await work();
  expect(world.mail.mails).toHaveLength(1);
  expect(await world.db.pool.alertDelivery.count({ where: { state: 'waiting' } })).toBe(0);
});

test('a mail server that is away is waited for; one that refuses for good is not', async () => {
  await save();
  await world.checkIn('kana', alert);
  world.mail.refuse = { code: 451, words: 'try later' };
  await work();
  expect(await world.db.pool.alertDelivery.findMany()).toMatchObject([{ state: 'waiting', attempts: 1 }]);
  world.mail.refuse = { code: 550, words: 'no such user kana@example.com' };
  world.now += 6000;
  await work();
  expect(await world.db.pool.alertDelivery.findMany()).toMatchObject([{ state: 'failed', attempts: 2 }]);
  expect(JSON.stringify(await world.db.pool.alertAttempt.findMany())).not.toContain('kana@');
});

test('switched off, nothing goes out any more', async () => {
  await save();
  await world.checkIn('kana', alert);
  await world.note();
  await save({ enabled: false });
  await work();
  expect(world.mail.mails).toEqual([]);
});

test('the mail is previewed in any language with settings that are not saved', async () => {
  const none = await previewUserMail(tools(), { ...settings, in: 'ja' }, world.date);
  expect(none).toEqual({ mail: null });
  await world.checkIn('kana', blocked);
  const { mail } = await previewUserMail(
    tools(),
    { ...settings, companyName: '株式会社例', in: 'ja' },
    world.date,
  );
  expect(mail).toMatchObject({ device: 'kana’s phone', subject: expect.stringContaining('kana’s phone') });
  expect(mail?.html).toContain('株式会社例');
  expect(mail?.text).toContain('https://tenko.example/help?language=ja');
});

test('the log finds the mails of one person, in any letter case, by an index', async () => {
  await save();
  for (const name of ['kana', 'ben']) {
    await world.checkIn(name);
    await world.checkIn(name, blocked);
  }
  await work();
  const { items } = await listDeliveries(world.db, { recipient: 'KANA@Example.com', limit: 5 });
  expect(items).toMatchObject([{ recipient: 'kana@example.com', device: { name: 'kana’s phone' } }]);
  const nobody = await listDeliveries(world.db, { recipient: 'kana@example.co', limit: 5 });
  expect(nobody.items).toEqual([]);
  await world.db.pool.$executeRaw`
    INSERT INTO alert_deliveries (id, recipient, event_type, state, created_at, due_at)
    SELECT gen_random_uuid(), n || '@example.com', 'device.alert', 'delivered', now() - n * interval '1 second', now()
    FROM generate_series(1, 20000) n`;
  await world.db.pool.$executeRaw`ANALYZE alert_deliveries`;
  const explain = (strings: TemplateStringsArray, ...values: unknown[]) =>
    world.db.pool.$queryRaw(Prisma.sql`EXPLAIN ${Prisma.sql(strings, ...values)}`);
  const explaining = { $queryRaw: explain } as unknown as Queryable;
  const plan = await selectDeliveries(explaining, { recipient: 'KANA@Example.com' }, null, 5);
  expect(JSON.stringify(plan)).toContain('alert_deliveries_recipient_created_at_idx');
});
