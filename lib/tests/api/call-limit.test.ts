import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import type { Database } from '#lib/db/core/database';
import { openCallCounts } from '#lib/db/people/call-counts';
import { CallLimit, limitedAddress } from '#lib/http/limits/call-limit';
import { bearer, callRoute as call } from '#lib/test-kit/api/call-route';
import { cookieOf } from '#lib/test-kit/api/session-cookie';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';
import { patient } from '#lib/test-kit/patient';

let web: TestWeb;
let db: Database;

beforeAll(async () => {
  web = await openTestWeb({
    TENKO_KEY_CALLS_PER_MINUTE: '10',
    TENKO_SESSION_CALLS_PER_MINUTE: '60',
    TENKO_SIGN_INS_PER_MINUTE: '5',
  });
  ({ db } = web);
});
afterAll(() => web.close());

const refused = expect.objectContaining({ code: 'too_many_requests' });
const takes = (limit: CallLimit, name: string, now: number) => () => limit.take(name, now);

test('a limit holds for all processes once they have told each other, and for each name apart', async () => {
  const [one, other] = [openCallCounts(db), openCallCounts(db)].map(
    (count) => new CallLimit({ kind: 'shared', perMinute: 10, count }),
  ) as [CallLimit, CallLimit];
  const start = Date.now();
  for (let call = 0; call < 10; call += 1) one.take('key', start);
  expect(takes(one, 'key', start)).toThrow(refused);
  // The first call told the database of itself; the others are told with the next one that is taken a second later.
  await vi.waitFor(async () => expect((await openCallCounts(db)('shared:key', 0)).used).toBe(1), patient);
  expect(takes(one, 'other', start)).not.toThrow();
  await openCallCounts(db)('shared:key', 9);
  other.take('key', start);
  await vi.waitFor(() => expect(takes(other, 'key', start + 10)).toThrow(refused), patient);
});

test('the minute over, calls are taken again', () => {
  const count = async () => ({ used: 0, endsInMs: 60_000 });
  const limit = new CallLimit({ kind: 'over', perMinute: 1, count });
  limit.take('key', 0);
  expect(takes(limit, 'key', 59_999)).toThrow(expect.objectContaining({ retryAfterMs: 1 }));
  expect(takes(limit, 'key', 60_000)).not.toThrow();
});

test('where the database cannot be told, this process still counts', async () => {
  const count = vi.fn(() => Promise.reject(new Error('away')));
  const limit = new CallLimit({ kind: 'away', perMinute: 2, count });
  limit.take('key', 0);
  await vi.waitFor(() => expect(count).toHaveBeenCalledOnce(), patient);
  limit.take('key', 1);
  expect(takes(limit, 'key', 2)).toThrow(refused);
});

test('a key that calls too often is told how long to wait, and others are not kept waiting', async () => {
  const make = async (name: string) =>
    bearer((await createApiKey(db, { name, feed: null, scopes: ['devices:read'], now: new Date() })).key);
  const [eager, calm] = [await make('eager'), await make('calm')];
  const answers = [];
  for (let turn = 0; turn < 11; turn += 1) {
    answers.push(await call('GET', '/api/v1/devices?limit=1', { headers: eager }));
  }
  expect(answers.slice(0, 10).map(({ status }) => status)).toEqual(Array(10).fill(200));
  const last = answers[10];
  expect(last).toMatchObject({ status: 429, json: { code: 'too_many_requests', status: 429 } });
  const seconds = Number(last?.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
  expect((await call('GET', '/api/v1/devices?limit=1', { headers: calm })).status).toBe(200);
});

test('a session has a limit of its own', async () => {
  const cookie = await cookieOf(db, 'viewer', 'eager');
  const ask = async () => (await call('GET', '/api/v1/views', { headers: { cookie } })).status;
  const statuses = [];
  for (let turn = 0; turn < 61; turn += 1) statuses.push(await ask());
  expect([statuses[59], statuses[60]]).toEqual([200, 429]);
});

test('pages count, too: then they lead to one that says how long to wait', async () => {
  const { busyPage } = await import('#lib/http/pages/error-pages');
  const answer = await busyPage(
    new Request('http://127.0.0.1/api/busy', { headers: { 'accept-language': 'de' } }),
  );
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '60']);
  expect(await answer.text()).toContain('Warten Sie eine Minute');
});

test('signing in is limited by address, in the language of whoever looks', async () => {
  const headers = { 'accept-language': 'ja' };
  const ask = (peer = '192.0.2.7') => call('GET', '/api/auth/link?token=none', { headers, peer });
  const statuses = [];
  for (let turn = 0; turn < 5; turn += 1) statuses.push((await ask()).status);
  expect(statuses).toEqual(Array(5).fill(303));
  const last = await ask();
  expect(last.status).toBe(429);
  expect(last.headers.get('retry-after')).toMatch(/^\d+$/);
  expect(last.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(last.text).toContain('<html lang="ja">');
  expect(last.text).toContain('1 分ほど待ってから');
  expect((await ask('192.0.2.8')).status).toBe(303);
});

test('wrong keys are limited by address, and a right key behind the same address is not', async () => {
  const made = await createApiKey(db, {
    name: 'right',
    feed: null,
    scopes: ['devices:read'],
    now: new Date(),
  });
  const ask = (peer: string, key: string) =>
    call('GET', '/api/v1/devices?limit=1', { headers: bearer(key), peer });
  const statuses = [];
  for (let turn = 0; turn < 61; turn += 1) statuses.push((await ask('192.0.2.9', `wrong-${turn}`)).status);
  expect(statuses).toEqual([...Array(60).fill(401), 429]);
  expect((await ask('192.0.2.9', 'wrong')).headers.get('retry-after')).toMatch(/^\d+$/);
  expect((await ask('192.0.2.9', made.key)).status).toBe(200);
  expect((await ask('192.0.2.10', 'wrong')).status).toBe(401);
  const { _sum } = await db.pool.auditEvent.aggregate({
    _sum: { count: true },
    where: { outcome: 'refused' },
  });
  expect(_sum.count).toBeGreaterThan(0);
});

test('an IPv6 address counts for its network', () => {
  expect(limitedAddress('2001:db8:0:1::7')).toBe('2001:db8:0:1::/64');
  expect(limitedAddress('2001:DB8::1')).toBe('2001:db8:0:0::/64');
  expect(limitedAddress('::1')).toBe('0:0:0:0::/64');
  expect(limitedAddress('1:2:3:4:5:6:7:8')).toBe('1:2:3:4::/64');
  expect(limitedAddress('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
  expect(limitedAddress('192.0.2.7')).toBe('192.0.2.7');
  expect(limitedAddress(null)).toBe('unknown');
});
