import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeUserMail } from '#lib/db/alerts/user-mail';
import type { Database } from '#lib/db/core/database';
import { openTestDatabase } from '#lib/test-kit/test-database';
import { createWebServer } from '../server/web-server.ts';
import { withHelpPage } from './help-page.ts';

let db: Database;
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
    pages: withHelpPage({ db }, next),
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
