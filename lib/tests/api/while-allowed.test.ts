import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import { forgetCredentials } from '#lib/auth/recent-credentials';
import { createSignInLink } from '#lib/auth/sign-in-link';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import type { Database } from '#lib/db/core/database';
import { webRuntime } from '#lib/http/route/web-runtime';
import { projectRoot } from '#lib/paths';
import { bearer, callRoute as call, origin } from '#lib/test-kit/api/call-route';
import { cookieOf } from '#lib/test-kit/api/session-cookie';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';

let web: TestWeb;
let db: Database;
const now = new Date();

beforeAll(async () => {
  web = await openTestWeb();
  ({ db } = web);
  const checkIns = Array.from({ length: 1000 }, (_, index) => ({
    externalId: `${index}`,
    checkedInAt: now.toISOString(),
    device: { name: `Phone ${index}`, os: 'ios', osVersion: '26' },
  }));
  for (const feed of ['a', 'b', 'c']) await recordCheckIns(db, { feed, checkIns, now });
});
afterAll(() => web.close());

const open = async (path: string, headers: Record<string, string>, method = 'GET') => {
  const { GET } = await import(join(projectRoot, 'app/api/v1', path, 'route.ts'));
  const request = new Request(new URL(`/api/v1/${path}`, origin), { method, headers });
  return (await GET(request, { params: Promise.resolve(undefined) })) as Response;
};

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  let text = '';
  for (let part = await reader.read(); !part.done; part = await reader.read())
    text += Buffer.from(part.value).toString('utf8');
  return text;
}

test('open pages hear nothing more once their session has ended', async () => {
  const cookie = await cookieOf(db, 'viewer', 'kana');
  const stream = await open('changes', { cookie });
  const reader = (stream.body as ReadableStream<Uint8Array>).getReader();
  expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('retry: 2000\n\n');
  await db.pool.session.deleteMany({ where: { username: 'kana@example.com' } });
  forgetCredentials(webRuntime().db);
  const device = { name: 'Phone 0', os: 'ios', osVersion: '27' };
  const checkedInAt = new Date(now.getTime() + 1000).toISOString();
  await recordCheckIns(db, { feed: 'a', checkIns: [{ externalId: '0', checkedInAt, device }], now });
  expect(await readAll(reader)).toBe('');
});

test('a download breaks off where its key is revoked', async () => {
  const { key, id } = await createApiKey(db, { name: 'taker', feed: null, scopes: ['devices:read'], now });
  const file = await open('devices/export', bearer(key));
  const reader = (file.body as ReadableStream<Uint8Array>).getReader();
  expect((await reader.read()).done).toBe(false);
  await db.pool.apiKey.update({ where: { id }, data: { revokedAt: new Date() } });
  forgetCredentials(webRuntime().db);
  await expect(readAll(reader)).rejects.toThrow('has ended');
  const event = await db.pool.auditEvent.findFirstOrThrow({ where: { action: 'device.export' } });
  expect(event).toMatchObject({ actorName: 'taker', details: { complete: false } });
});

test('looking whether a stream may go on is no use of its session', async () => {
  const begun = new Date(now.getTime() - 10 * 60_000);
  const cookie = await cookieOf(db, 'viewer', 'ren', begun);
  const lastSeen = async () =>
    (await db.pool.session.findFirstOrThrow({ where: { username: 'ren@example.com' } })).lastSeenAt;
  const stream = await open('changes', { cookie });
  const opened = await lastSeen();
  expect(opened > begun).toBe(true);
  await db.pool.session.updateMany({ where: { username: 'ren@example.com' }, data: { lastSeenAt: begun } });
  forgetCredentials(webRuntime().db);
  const reader = (stream.body as ReadableStream<Uint8Array>).getReader();
  expect((await reader.read()).done).toBe(false);
  expect(await lastSeen()).toEqual(begun);
  await reader.cancel();
});

test('who asks for the head only uses no link up, and opens no stream', async () => {
  const link = await createSignInLink(db, { url: origin, now });
  const { pathname, search } = new URL(link);
  const { GET } = await import('../../../app/api/auth/link/route.ts');
  const head = await GET(new Request(link, { method: 'HEAD' }));
  expect([head.status, head.headers.get('set-cookie')]).toEqual([200, null]);
  expect((await call('GET', `${pathname}${search}`)).headers.get('location')).toBe('/overview');
  const stream = await open('changes', { cookie: await cookieOf(db, 'viewer', 'yui') }, 'HEAD');
  expect([stream.status, stream.body]).toEqual([200, null]);
});
