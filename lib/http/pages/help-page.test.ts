import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readHelpLink, sealHelpLink } from '#lib/alerts/help-link';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import { writeUserMail } from '#lib/db/alerts/user-mail';
import type { Database } from '#lib/db/core/database';
import { createLog } from '#lib/log';
import { openSecretBox } from '#lib/secrets/secret-box';
import { openTestDatabase } from '#lib/test-kit/test-database';
import { createWebServer } from '../server/web-server.ts';
import { withHelpPage } from './help-page.ts';

let db: Database;
const readLink: Parameters<typeof withHelpPage>[0]['readLink'] = (link, locale) =>
  readHelpLink({ db, secrets }, link, { locale, now: new Date() });
const secrets = openSecretBox({ keys: [Buffer.alloc(32, 7)], keyFile: '/nonexistent' });
let origin: string;
let close: () => Promise<void>;
let server: ReturnType<typeof createWebServer>;

beforeAll(async () => {
  ({ db, close } = await openTestDatabase());
  const words = {
    companyName: 'R&D <Ltd>',
    helpDesk: 'Room 4\nhelp@example.com',
    footer: { ja: '平日のみ' },
  };
  const rest = {
    enabled: false,
    backInOrder: false,
    language: 'en',
    updatedAt: new Date(),
    updatedBy: 'ann',
  };
  await writeUserMail(db.pool, { ...words, ...rest });
  const next = async (_: unknown, response: { end: (text: string) => void }) => response.end('another page');
  server = createWebServer({
    https: false,
    direct: [],
    pages: withHelpPage({ db, log: createLog('web', 'silent'), readLink }, next),
    others: next,
    refused: () => undefined,
    failed: () => undefined,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await close();
});

const open = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(origin + path, { headers });
  return {
    status: answer.status,
    policy: answer.headers.get('content-security-policy'),
    text: await answer.text(),
  };
};

test('anybody reads in their language how to register a device, with the company’s words', async () => {
  const { status, text } = await open('/help', { 'accept-language': 'ja' });
  expect(status).toBe(200);
  expect(text).toContain('<html lang="ja">');
  expect(text).toContain('R&amp;D &lt;Ltd&gt;');
  expect(text).toContain('平日のみ');
  expect((await open('/help?language=de', { 'accept-language': 'ja' })).text).toContain('<html lang="de">');
  expect((await open('/help?language=xx')).text).toContain('<html lang="en">');
});

test('the steps for the reader’s own device are open, and all where it is not known', async () => {
  const opened = (text: string) => text.match(/<details open>/g)?.length;
  const phone = await open('/help', { 'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 26_0)' });
  expect(opened(phone.text)).toBe(1);
  expect(opened((await open('/help', { 'user-agent': 'unknown' })).text)).toBe(4);
});

test('the page needs no script, and its style has the nonce of its answer', async () => {
  const { policy, text } = await open('/help');
  const nonce = /'nonce-([^']+)'/.exec(policy ?? '')?.[1];
  expect(text).toContain(`<style nonce="${nonce}">`);
  expect(text).not.toContain('<script');
});

test('every other page is left to the others', async () => {
  expect((await open('/devices')).text).toBe('another page');
  expect((await open('/help/me')).text).toBe('another page');
});

test('the link of a mail shows the state of its device in every language, and what to do', async () => {
  const checkIn = {
    externalId: 'x1',
    checkedInAt: new Date().toISOString(),
    device: { name: 'Kana’s <b>phone</b>', os: 'ios', osVersion: '26.0' },
    user: { principalName: 'kana@example.com' },
    violations: [{ policy: 'OS too old', action: 'block' }],
  };
  await recordCheckIns(db, { feed: 'hq', checkIns: [checkIn], now: new Date() });
  const [device] = await db.pool.$queryRaw<{ id: string }[]>`SELECT id FROM devices`;
  const link = { deviceId: device?.id ?? '', recipient: 'kana@example.com' };
  const path = `/help/${await sealHelpLink(secrets, link, new Date())}`;
  const { text } = await open(`${path}?language=en`);
  expect(text).toContain('<h1>Please take action: your device Kana’s &lt;b&gt;phone&lt;/b&gt;</h1>');
  expect(text).toContain('OS too old');
  expect(text).toContain('The device last checked in this minute.');
  expect(text).toContain(`href="${path}?language=ja"`);
  expect(text).not.toContain('this email');
  // Of this device, whatever the mail is read on.
  expect(text.match(/<details open>/g)).toHaveLength(1);
  expect((await open(`${path}?language=ja`)).text).toContain('<html lang="ja">');
  expect((await fetch(origin + path)).headers.get('referrer-policy')).toBe('no-referrer');
});

test('a link that shows no device any more says so, above what helps in general', async () => {
  const forged = `/help/1.${'0'.repeat(16)}.${'A'.repeat(80)}`;
  const { status, text } = await open(`${forged}?language=en`);
  expect(status).toBe(200);
  expect(text).toContain('This link no longer shows the state of your device');
  expect(text).toContain('Open Microsoft Authenticator');
});
