import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashOf } from '#lib/auth/secrets';
import { createSignInLink } from '#lib/auth/sign-in-link';
import type { Database } from '#lib/db/core/database';
import { callRoute as call, origin } from '#lib/test-kit/api/call-route';
import { cookieOf, testLimits } from '#lib/test-kit/api/session-cookie';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';

let web: TestWeb;
let db: Database;
let cookie = '';
let secret = '';

beforeAll(async () => {
  web = await openTestWeb();
  ({ db } = web);
  cookie = await cookieOf(db, 'admin');
  secret = cookie.replace('tenko_session=', '');
});
afterAll(() => web.close());

const pause = async (headers: Record<string, string>) => {
  const { status, json } = await call('POST', '/api/v1/connection/pause', {
    headers: { cookie, ...headers },
  });
  return [status, json.code ?? 'paused'];
};
const read = async (value: string) =>
  (await call('GET', '/api/v1/devices', { headers: { cookie: value } })).status;

test('one’s own page may change things', async () => {
  expect(await pause({ origin })).toEqual([200, 'paused']);
});

test.each<[string, Record<string, string>]>([
  ['nothing that tells where it is from', {}],
  ['the word of the browser alone', { 'sec-fetch-site': 'same-origin' }],
  ['a page without an origin', { origin: 'null' }],
  ['an empty origin', { origin: '' }],
  ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  ['another port', { origin: 'http://127.0.0.1:3001' }],
  ['another scheme', { origin: 'https://127.0.0.1:3000' }],
  ['a name that begins like ours', { origin: `${origin}.evil.example` }],
  ['a name that ends like ours', { origin: 'http://evil.example#127.0.0.1:3000' }],
  ['ours as somebody’s user name', { origin: 'http://127.0.0.1:3000@evil.example' }],
  ['two origins', { origin: `${origin}, https://evil.example` }],
  ['a referrer in its place', { referer: `${origin}/devices` }],
  ['a form of plain text', { origin: 'https://evil.example', 'content-type': 'text/plain' }],
  ['a method that claims to be another', { origin: 'https://evil.example', 'x-http-method-override': 'GET' }],
])('a session changes nothing by a request with %s', async (_name, headers) => {
  expect(await pause(headers)).toEqual([403, 'wrong_origin']);
});

test('signing out takes our own origin, too', async () => {
  for (const headers of [{}, { origin: 'null' }, { origin: 'https://evil.example' }]) {
    const out = await call('POST', '/api/auth/sign-out', { headers: { cookie, ...headers } });
    expect([out.status, out.json.code]).toEqual([403, 'wrong_origin']);
  }
  expect(await read(cookie)).toBe(200);
});

test('a cookie that was tampered with is none', async () => {
  const first = secret[0] === 'A' ? 'B' : 'A';
  const tampered = [
    `${first}${secret.slice(1)}`,
    secret.slice(0, -1),
    `${secret}x`,
    secret.toLowerCase() === secret ? secret.toUpperCase() : secret.toLowerCase(),
    [...secret].toReversed().join(''),
    hashOf(secret),
    `"${secret}"`,
    "' OR 1=1 --",
    '%00',
    '%',
    '',
  ];
  for (const value of tampered) expect([value, await read(`tenko_session=${value}`)]).toEqual([value, 401]);
  for (const name of ['Tenko_Session', '__Host-tenko_session', 'tenko_session_', 'xtenko_session']) {
    expect([name, await read(`${name}=${secret}`)]).toEqual([name, 401]);
  }
  expect(await read(cookie)).toBe(200);
});

test('a cookie whose session is over is none, however it came to its end', async () => {
  const old = new Date(Date.now() - testLimits.lifetimeMs);
  expect(await read(await cookieOf(db, 'admin', 'old', old))).toBe(401);
  const idle = new Date(Date.now() - testLimits.idleMs - 60_000);
  expect(await read(await cookieOf(db, 'admin', 'idle', idle))).toBe(401);
  const ended = await cookieOf(db, 'admin', 'ended');
  expect((await call('POST', '/api/auth/sign-out', { headers: { cookie: ended, origin } })).status).toBe(204);
  expect(await read(ended)).toBe(401);
});

test('a cookie that was planted before signing in by a link never becomes the session', async () => {
  const planted = 'tenko_session=planted-by-somebody-else-planted-by-somebody';
  const link = await createSignInLink(db, { url: origin, now: new Date() });
  const answer = await call('GET', link, { headers: { cookie: planted } });
  const given = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  expect(given).toMatch(/^tenko_session=[\w-]{43}$/);
  expect(given).not.toBe(planted);
  expect([await read(planted), await read(given)]).toEqual([401, 200]);
});

test('somebody else’s session in the browser ends as another person signs in there', async () => {
  const former = await cookieOf(db, 'viewer', 'former');
  const link = await createSignInLink(db, { url: origin, now: new Date() });
  await call('GET', link, { headers: { cookie: former } });
  expect(await read(former)).toBe(401);
});
