import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { projectRoot } from '../../paths.ts';
import { answerPages, knownPages } from './anonymous-pages.ts';
import { requestContext } from './request-context.ts';
import type { WebResponse } from './web-response.ts';
import { createWebServer } from './web-server.ts';

let rendered: string[] = [];
let refused = 0;
/** Renders that wait for the test; empty: none does. */
let held: (() => void)[] | null = null;

const isSignedIn = async ({ headers }: IncomingMessage) => {
  if (headers.cookie === 'broken') throw new Error('no database');
  return headers.cookie === 'tenko_session=known';
};
const render = async (request: IncomingMessage, response: WebResponse) => {
  rendered.push(request.url ?? '');
  if (held !== null) await new Promise<void>((resolve) => held?.push(resolve));
  response.setHeader('content-type', 'text/html');
  response.write(`<script nonce="${requestContext().nonce}">`);
  response.end(`made for ${request.url}</script>`);
};
const server = createWebServer({
  https: false,
  direct: [],
  pages: answerPages({ isSignedIn, isPage: knownPages(projectRoot), render, refused: () => (refused += 1) }),
  others: render,
  refused: () => undefined,
  failed: () => undefined,
});
let origin: string;
const open = (path: string, headers: Record<string, string> = {}) =>
  fetch(origin + path, { headers, redirect: 'manual' });
const nonceOf = (answer: Response) =>
  /'nonce-([^']+)'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1] ?? 'none';

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  rendered = [];
  refused = 0;
  held = null;
});

test('the sign-in page is made once, and shown to each visitor with a nonce of its own', async () => {
  const path = '/sign-in?returnTo=%2Fdevices';
  const answers = [await open(path), await open(path), await open(path)];
  const texts = await Promise.all(answers.map((answer) => answer.text()));
  expect(rendered).toEqual([path]);
  expect(new Set(answers.map(nonceOf)).size).toBe(3);
  expect(texts).toEqual(
    answers.map((answer) => `<script nonce="${nonceOf(answer)}">made for ${path}</script>`),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
});

test.each([
  ['another language', '/sign-in', { 'accept-language': 'ja' }],
  ['another theme', '/sign-in', { cookie: 'tenko_theme=dark' }],
  ['a proxy', '/sign-in', { 'x-forwarded-for': '192.0.2.1' }],
  ['another page to come back to', '/sign-in?returnTo=%2Freports', {}],
])('a copy is not shown where %s makes another page', async (_name, path, headers) => {
  await (await open('/sign-in')).text();
  rendered = [];
  await (await open(path, headers as Record<string, string>)).text();
  expect(rendered).toEqual([path]);
});

test('what is of one person is made each time', async () => {
  for (const headers of [{}, {}, { rsc: '1' }]) await (await open('/sign-in?error=no_role', headers)).text();
  expect(rendered).toHaveLength(3);
});

test('who is not signed in is led to the sign-in page, and finds nothing elsewhere, without a page being made', async () => {
  const led = await open('/devices/0a?tab=history');
  expect([led.status, led.headers.get('location')]).toEqual([
    307,
    '/sign-in?returnTo=%2Fdevices%2F0a%3Ftab%3Dhistory',
  ]);
  const start = await open('/');
  expect(start.headers.get('location')).toBe('/sign-in?returnTo=%2Foverview');
  const none = await open('/wp-login.php', { 'accept-language': 'de' });
  expect(none.status).toBe(404);
  const text = await none.text();
  expect(text).toContain('<html lang="de">');
  expect(text).toContain('Seite nicht gefunden');
  expect(text).toContain(`nonce="${nonceOf(none)}"`);
  expect(rendered).toEqual([]);
});

test('who is signed in, and whom the database cannot tell, gets the page', async () => {
  for (const cookie of ['tenko_session=known', 'broken']) await (await open('/devices', { cookie })).text();
  expect(rendered).toEqual(['/devices', '/devices']);
});

test('a flood of pages that must be made is refused beyond a few, while who is signed in goes on', async () => {
  held = [];
  const flood = Array.from({ length: 30 }, (_, count) => open(`/sign-in?returnTo=%2F${count}`));
  await expect.poll(() => refused).toBe(30 - 1 - 16);
  expect(rendered).toHaveLength(1);
  const known = open('/devices', { cookie: 'tenko_session=known' });
  await expect.poll(() => rendered).toContain('/devices');
  const release = held;
  held = null;
  for (const go of release) go();
  expect((await known).status).toBe(200);
  const answers = await Promise.all(flood);
  const busy = answers.filter(({ status }) => status === 503);
  expect(busy).toHaveLength(13);
  expect(busy[0]?.headers.get('retry-after')).toBe('2');
  expect(busy[0]?.headers.get('content-security-policy')).toContain('nonce-');
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(17);
});
