import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { helpLinkDays } from '#lib/domain/alerts/help-link';
import { commandLine } from '#lib/domain/people/actor';
import { AlertWorld } from '#lib/test-kit/alerts/alert-world';
import { readHelpLink } from './help-link.ts';
import { sendUserMails } from './send-user-mails.ts';
import { setUserMail } from './user-mail.ts';

let world: AlertWorld;
const day = 86_400_000;
const blocked = [{ policy: 'OS too old', action: 'block' }];

beforeAll(async () => {
  world = await AlertWorld.open();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.begin();
  await world.db.pool.$executeRaw`TRUNCATE user_mail`;
  const settings = {
    enabled: true,
    companyName: '',
    helpDesk: '',
    footer: {},
    backInOrder: false,
    language: 'en',
  } as const;
  await setUserMail({ db: world.db, alerts: world.tools }, settings, commandLine, world.date);
});

/** Kana's device is blocked, and she is mailed: the last part of the link in the mail. */
async function mailedLink(): Promise<string> {
  await world.checkIn('kana');
  await world.checkIn('kana', blocked);
  await world.note();
  const { db, log, tools: alerts } = world;
  const personOf = async () => ({ mail: null, language: 'de' });
  await sendUserMails({ db, log, clock: () => world.date, random: () => 0, alerts, personOf });
  const [mail] = world.mail.mails;
  const text = mail?.raw.replace(/=\r?\n/g, '').replaceAll('=3D', '=') ?? '';
  return /https:\/\/tenko\.example\/help\/(\S+?)\?language=de/.exec(text)?.[1] ?? '';
}
const open = (link: string, now = world.date) =>
  readHelpLink({ db: world.db, secrets: world.tools.secrets }, link, { locale: 'en', now });

test('the link of a mail shows the device as it is when the link is opened', async () => {
  const link = await mailedLink();
  expect(await open(link)).toMatchObject({
    about: 'act',
    subject: 'Please take action: your device kana’s phone',
  });
  await world.checkIn('kana');
  expect(await open(link)).toMatchObject({ about: 'ours', os: 'ios' });
});

test('a link shows nothing after its days', async () => {
  const link = await mailedLink();
  const sent = world.now;
  expect(await open(link, new Date(sent + helpLinkDays * day - 1))).not.toBeNull();
  expect(await open(link, new Date(sent + helpLinkDays * day))).toBeNull();
});

test('a link shows nothing to its reader of a device that is another person’s by now, or is deleted', async () => {
  const link = await mailedLink();
  await world.db.pool.$executeRaw`UPDATE devices SET user_principal_name = 'ben@example.com'`;
  expect(await open(link)).toBeNull();
  await world.db.pool.$executeRaw`UPDATE devices SET user_principal_name = 'Kana@Example.com'`;
  expect(await open(link)).toMatchObject({ about: 'act' });
  await world.db.pool.$executeRaw`DELETE FROM devices`;
  expect(await open(link)).toBeNull();
});

test('nobody makes a link of their own: not by a changed letter, nor of a secret that was sealed for something else', async () => {
  const link = await mailedLink();
  const body = link.lastIndexOf('.') + 1;
  for (const at of [body, body + 20, link.length - 3]) {
    const other = link[at] === 'A' ? 'B' : 'A';
    expect(await open(link.slice(0, at) + other + link.slice(at + 1))).toBeNull();
  }
  const [device] = await world.db.pool.$queryRaw<{ id: string }[]>`SELECT id FROM devices`;
  const content = JSON.stringify([device?.id, 'kana@example.com', world.now + day]);
  expect(await open(await world.tools.secrets.seal(content, 'alert secret'))).toBeNull();
  expect(await open('')).toBeNull();
  expect(await open('1.0.x'.padEnd(5000, 'x'))).toBeNull();
});
