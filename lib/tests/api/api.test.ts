import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createApiKey, ensureBootstrapKey } from '#lib/auth/create-api-key';
import { hashOf } from '#lib/auth/secrets';
import { createSignInLink } from '#lib/auth/sign-in-link';
import { listOperations } from '#lib/contract/operations';
import type { Database } from '#lib/db/core/database';
import { webRuntime } from '#lib/http/route/web-runtime';
import { bearer, callRoute as call, origin } from '#lib/test-kit/api/call-route';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';

const bootstrapKey = 'bootstrap-key';
const unknownId = '019ab000-0000-7000-8000-000000000000';
let web: TestWeb;
let db: Database;
let cookie = '';

beforeAll(async () => {
  // Each operation is called once with a wrong key.
  web = await openTestWeb({ TENKO_WRONG_KEYS_PER_MINUTE: '1000' });
  ({ db } = web);
  await ensureBootstrapKey(db, bootstrapKey);
});
afterAll(() => web.close());

const withKey = (method: string, path: string, body?: unknown) =>
  call(method, path, { headers: bearer(bootstrapKey), ...(body === undefined ? {} : { body }) });
const checkIn = (externalId: string) => ({
  externalId,
  checkedInAt: '2026-11-23T07:00:00Z',
  device: { name: externalId, os: 'ios', osVersion: '26.1' },
});

const besides = ['GET /api/health/live', 'GET /api/health/ready', 'GET /api/openapi.json'];

/** All values of `$ref` within. */
function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' ? [String(inner)] : referencesIn(inner),
  );
}

test('the OpenAPI document lists every operation', async () => {
  const { json } = await withKey('GET', '/api/openapi.json');
  expect(json.openapi).toBe('3.1.0');
  const listed = Object.entries<object>(json.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(listed.toSorted()).toEqual([...listOperations().map(({ name }) => name), ...besides].toSorted());
  const ids = Object.values<object>(json.paths).flatMap((methods) =>
    Object.values<{ operationId: string }>(methods as never).map(({ operationId }) => operationId),
  );
  expect(ids).toContain('getDevicesById');
  expect(new Set(ids).size).toBe(listed.length);
  expect(JSON.stringify(json)).toContain('Workplace_Join_Required');
});

test('every reference of the OpenAPI document leads to a schema of its components', async () => {
  const { json } = await withKey('GET', '/api/openapi.json');
  const references = referencesIn(json);
  expect(references.length).toBeGreaterThan(100);
  const known = Object.keys(json.components.schemas).map((name) => `#/components/schemas/${name}`);
  expect(references.filter((one) => !known.includes(one))).toEqual([]);
  expect(JSON.stringify(json)).not.toContain('$defs');
});

test('each answered call is logged at debug, by its request id and without its address', async () => {
  const { log } = webRuntime();
  const [before, written] = [log.level, vi.spyOn(log, 'debug')];
  log.level = 'info';
  await withKey('GET', '/api/v1/devices?limit=1');
  expect(written).not.toHaveBeenCalled();
  written.mockRestore();
  log.level = 'debug';
  const debug = vi.spyOn(log, 'debug').mockImplementation(() => undefined);
  const fine = await withKey('GET', '/api/v1/devices?limit=1');
  const missing = await withKey('GET', `/api/v1/devices/${unknownId}`);
  const logged = debug.mock.calls.map(([fields]) => fields as unknown);
  debug.mockRestore();
  log.level = before;
  const common = { event: 'api.answered', method: 'GET', ms: expect.any(Number) };
  expect(logged).toEqual([
    { ...common, path: '/api/v1/devices', status: 200, requestId: fine.headers.get('x-request-id') },
    { ...common, path: '/api/v1/devices/{id}', status: 404, requestId: missing.json.requestId },
  ]);
});

test('nothing answers without a key or session, and each key only within its scopes', async () => {
  const reader = await createApiKey(db, {
    name: 'reader',
    feed: null,
    scopes: ['devices:read'],
    now: new Date(),
  });
  for (const { method: verb, path, scope } of listOperations()) {
    const target = path.replace(/\{\w+\}/g, unknownId);
    const nobody = await call(verb, target);
    expect([target, nobody.status, nobody.json.code]).toEqual([target, 401, 'not_authenticated']);
    expect(nobody.headers.get('x-request-id')).toBe(nobody.json.requestId);
    const wrong = await call(verb, target, { headers: bearer('wrong-key-wrong') });
    expect(wrong.status).toBe(401);
    const asReader = await call(verb, target, { headers: bearer(reader.key) });
    if (scope === 'devices:read') expect(asReader.status).not.toBe(403);
    else expect([target, asReader.status, asReader.json.code]).toEqual([target, 403, 'not_authorized']);
  }
});

test('check-ins come in by key, and the device can be read', async () => {
  const taken = await withKey('POST', '/api/v1/check-ins', {
    checkIns: [checkIn('A1'), { externalId: 'A2' }],
  });
  expect(taken.status).toBe(200);
  expect(taken.json.results.map((result: { outcome: string }) => result.outcome)).toEqual([
    'created',
    'rejected',
  ]);
  const { deviceId } = taken.json.results[0];
  const device = await withKey('GET', `/api/v1/devices/${deviceId}`);
  expect(device.json).toMatchObject({
    id: deviceId,
    feed: 'default',
    verdict: 'compliant',
    obstacle: 'no_client_status',
  });
  const refused = await withKey('POST', `/api/v1/devices/${deviceId}/reports`);
  expect([refused.status, refused.json.code, refused.json.reason]).toEqual([
    409,
    'device_not_reportable',
    'no_client_status',
  ]);
});

test.each([
  ['an unknown key', { checkIns: [checkIn('B')], more: 1 }, 'more'],
  ['no items', { checkIns: [] }, 'checkIns'],
  ['too many items', { checkIns: Array.from({ length: 1001 }, () => checkIn('B')) }, 'checkIns'],
  ['no JSON', '{', ''],
])('a body with %s is refused by name', async (_name, body, path) => {
  const { status, headers, json } = await withKey('POST', '/api/v1/check-ins', body);
  expect(status).toBe(400);
  expect(headers.get('content-type')).toBe('application/problem+json');
  expect(json.errors.map((error: { path: string }) => error.path)).toContain(path);
});

test('a body over 4 MiB is refused', async () => {
  const { status, json } = await withKey('POST', '/api/v1/check-ins', `"${'x'.repeat(4 * 1024 * 1024)}"`);
  expect([status, json.code]).toEqual([413, 'body_too_large']);
});

test.each([
  'colour=red',
  'verdict=good',
  'limit=0',
  'limit=201',
  'sort=os',
  'cursor=abc',
  'lastCheckInBefore=0000-01-01T00:00:00Z',
  'drift=false',
])('the list refuses ?%s and names it', async (query) => {
  const { status, json } = await withKey('GET', `/api/v1/devices?${query}`);
  expect(status).toBe(400);
  expect(json.errors[0].path.split('.')[0]).toBe(query.split('=')[0]);
});

test('an id that is none is not found', async () => {
  for (const id of ['x', unknownId, "'--"]) {
    expect((await withKey('GET', `/api/v1/devices/${encodeURIComponent(id)}`)).status).toBe(404);
  }
});

test('a one-time link signs in once; the session may read, and change things from its own origin only', async () => {
  const link = await createSignInLink(db, { url: origin, now: new Date() });
  const first = await call('GET', link);
  expect([first.status, first.headers.get('location')]).toEqual([303, '/overview']);
  const setCookie = first.headers.get('set-cookie') ?? '';
  expect(setCookie).toMatch(/HttpOnly; SameSite=Lax/);
  cookie = setCookie.split(';')[0] ?? '';
  const second = await call('GET', link);
  expect(second.headers.get('location')).toBe('/sign-in?error=link_invalid');

  expect((await call('GET', '/api/v1/devices', { headers: { cookie } })).status).toBe(200);
  const pause = (headers: Record<string, string>) =>
    call('POST', '/api/v1/connection/pause', { headers: { cookie, ...headers } });
  expect((await pause({})).json.code).toBe('wrong_origin');
  expect((await pause({ origin: 'https://evil.example' })).json.code).toBe('wrong_origin');
  expect((await pause({ origin })).json.paused).toMatchObject({ by: 'admin' });
  const resumed = await call('POST', '/api/v1/connection/resume', { headers: { cookie, origin } });
  expect(resumed.json.paused).toBeNull();
});

test('a link signs in with the role it was made for, and its role cannot be changed', async () => {
  const link = await createSignInLink(db, { url: origin, role: 'auditor', now: new Date() });
  const secret = new URL(link).searchParams.get('token')?.split('.')[1] ?? '';
  for (const token of [secret, `admin.${secret}`, `operator.${secret}`, `auditor.${secret}.`]) {
    const { headers } = await call('GET', `/api/auth/link?token=${token}`);
    expect(headers.get('location')).toBe('/sign-in?error=link_invalid');
  }
  // Where all links are an admin's, the token is looked up as it is.
  const stored = await db.pool.signInLink.findMany({ where: { tokenHash: hashOf(`auditor.${secret}`) } });
  expect(stored).toEqual([]);
  const answer = await call('GET', link);
  const headers = { cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '', origin };
  expect((await call('GET', '/api/v1/audit-events', { headers })).status).toBe(200);
  expect((await call('POST', '/api/v1/connection/pause', { headers })).status).toBe(403);
  expect((await call('POST', '/api/v1/bulk-reports', { headers })).status).toBe(403);
});

test('an admin who signed in by link and an auditor who did are not one person', async () => {
  const signIn = async (role: 'admin' | 'auditor') => {
    const link = await createSignInLink(db, { url: origin, role, now: new Date() });
    return (await call('GET', link)).headers.get('set-cookie')?.split(';')[0] ?? '';
  };
  const [admin, auditor] = [await signIn('admin'), await signIn('auditor')];
  const sessionsOf = async (who: string) =>
    (await call('GET', '/api/v1/sessions', { headers: { cookie: who } })).json.items;
  const [own, ...others] = await sessionsOf(admin);
  expect(own).toMatchObject({ name: 'admin', roles: ['admin'], current: true });
  expect(others.map(({ name }: { name: string }) => name)).not.toContain('auditor');
  for (const { name } of await sessionsOf(auditor)) expect(name).toBe('auditor');
  const ended = await call('DELETE', `/api/v1/sessions/${own.id}`, { headers: { cookie: auditor, origin } });
  expect(ended.status).toBe(404);
});

test('an expired link does not sign in', async () => {
  const link = await createSignInLink(db, { url: origin, now: new Date(Date.now() - 16 * 60_000) });
  expect((await call('GET', link)).headers.get('location')).toBe('/sign-in?error=link_invalid');
});

test('signing out ends the session', async () => {
  const out = await call('POST', '/api/auth/sign-out', { headers: { cookie, origin } });
  expect(out.status).toBe(204);
  expect((await call('GET', '/api/v1/devices', { headers: { cookie } })).status).toBe(401);
});
