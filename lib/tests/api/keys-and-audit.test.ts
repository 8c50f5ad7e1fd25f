import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey, ensureBootstrapKey } from '#lib/auth/create-api-key';
import { createSignInLink } from '#lib/auth/sign-in-link';
import { apiKeyPage, newApiKey } from '#lib/contract/api-key';
import { auditPage } from '#lib/contract/audit-event';
import type { Database } from '#lib/db/core/database';
import { webRuntime } from '#lib/http/route/web-runtime';
import { bearer, callRoute, origin } from '#lib/test-kit/api/call-route';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';

let web: TestWeb;
let db: Database;
let admin = '';
const now = new Date();
const peer = '192.0.2.9';
const agent = { 'user-agent': 'vitest' };

beforeAll(async () => {
  web = await openTestWeb();
  ({ db } = web);
  await ensureBootstrapKey(db, 'bootstrap-key', new Date(now.getTime() - 1000));
  ({ key: admin } = await createApiKey(db, { name: 'ops', feed: null, scopes: ['admin'], now }));
});
afterAll(() => web.close());

const call = (method: string, path: string, body?: unknown, key = admin) =>
  callRoute(method, path, {
    peer,
    headers: { ...bearer(key), ...agent },
    ...(body === undefined ? {} : { body }),
  });
const checkIn = (key: string) =>
  call(
    'POST',
    '/api/v1/check-ins',
    {
      checkIns: [
        {
          externalId: 'A',
          checkedInAt: now.toISOString(),
          device: { name: 'P', os: 'ios', osVersion: '26' },
        },
      ],
    },
    key,
  );
const audit = async (query: string) =>
  auditPage.parse((await call('GET', `/api/v1/audit-events?${query}`)).json).items;

test('a key is made, checks devices in for its feed, is rotated and revoked; the log knows all of it', async () => {
  const made = await call('POST', '/api/v1/api-keys', {
    name: 'intune',
    scopes: ['check-ins:write'],
    feed: 'mdm',
  });
  expect([made.status, made.headers.get('cache-control')]).toEqual([201, 'no-store']);
  const first = newApiKey.parse(made.json);
  expect((await checkIn(first.key)).json.results).toMatchObject([{ outcome: 'created' }]);
  const listed = await call('GET', '/api/v1/api-keys');
  expect(JSON.stringify(listed.json)).not.toContain(first.key.slice(15));
  const { items } = apiKeyPage.parse(listed.json);
  expect(items.map(({ name, managed, createdBy }) => [name, managed, createdBy])).toEqual([
    ['intune', false, 'ops'],
    ['ops', false, 'command line'],
    ['bootstrap', true, 'environment'],
  ]);
  expect(items[0]?.lastUsedAt).not.toBeNull();

  const rotated = await call('POST', `/api/v1/api-keys/${first.id}/rotate`);
  expect(rotated.status).toBe(201);
  const second = newApiKey.parse(rotated.json);
  for (const key of [first.key, second.key]) expect((await checkIn(key)).status).toBe(200);
  expect((await call('DELETE', `/api/v1/api-keys/${first.id}`)).json.state).toBe('revoked');
  const refused = await checkIn(first.key);
  expect([refused.status, refused.json.code, refused.headers.get('www-authenticate')]).toEqual([
    401,
    'not_authenticated',
    'Bearer realm="tenko"',
  ]);

  const told = await audit(`target=${first.id}`);
  expect(told.map(({ action, actor }) => [action, actor.name])).toEqual([
    ['api_key.revoke', 'ops'],
    ['api_key.rotate', 'ops'],
    ['api_key.create', 'ops'],
  ]);
  expect(told[0]).toMatchObject({ address: '192.0.2.9', userAgent: 'vitest', actor: { kind: 'api_key' } });
  const [event] = await audit('actor=intune');
  expect(event).toMatchObject({
    action: 'api.call',
    outcome: 'refused',
    target: 'POST /api/v1/check-ins',
    requestId: refused.json.requestId,
    details: { code: 'not_authenticated', key: first.prefix },
  });
});

test.each<[string, object]>([
  ['name', { scopes: ['admin'] }],
  ['name', { name: ' ', scopes: ['admin'] }],
  ['scopes', { name: 'x', scopes: [] }],
  ['scopes', { name: 'x' }],
  ['scopes.0', { name: 'x', scopes: ['root'] }],
  ['feed', { name: 'x', scopes: ['check-ins:write'] }],
  ['feed', { name: 'x', scopes: ['devices:read'], feed: 'mdm' }],
  ['expiresAt', { name: 'x', scopes: ['admin'], expiresAt: 'tomorrow' }],
  ['expiresAt', { name: 'x', scopes: ['admin'], expiresAt: '2020-01-01T00:00:00Z' }],
  ['more', { name: 'x', scopes: ['admin'], more: 1 }],
])('%s is refused by name in %j', async (path, body) => {
  const { status, json } = await call('POST', '/api/v1/api-keys', body);
  const paths = json.errors.map((error: { path: string }) => error.path);
  expect([status, [...new Set(paths)]]).toEqual([400, [path]]);
});

test('rotation takes nothing but what it knows; keys that cannot be changed say why', async () => {
  const { id } = await createApiKey(db, { name: 'x', feed: null, scopes: ['devices:read'], now });
  for (const [path, body] of [
    ['overlapHours', { overlapHours: -1 }],
    ['overlapHours', { overlapHours: 721 }],
    ['expiresAt', { expiresAt: '2020-01-01T00:00:00Z' }],
    ['name', { name: 'y' }],
  ]) {
    const { status, json } = await call('POST', `/api/v1/api-keys/${id}/rotate`, body);
    expect([status, json.errors[0].path]).toEqual([400, path]);
  }
  await call('DELETE', `/api/v1/api-keys/${id}`);
  const ended = await call('POST', `/api/v1/api-keys/${id}/rotate`, {});
  expect([ended.status, ended.json.code, ended.json.reason]).toEqual([409, 'key_ended', 'revoked']);
  const managed = await db.pool.apiKey.findFirst({ where: { managed: true } });
  expect((await call('DELETE', `/api/v1/api-keys/${managed?.id}`)).json.code).toBe('key_managed');
  expect((await call('DELETE', `/api/v1/api-keys/${uuidv7()}`)).status).toBe(404);
});

test.each([
  'colour=red',
  'outcome=maybe',
  'after=yesterday',
  'before=5',
  'sort=actor',
  'limit=0',
  'limit=201',
  'cursor=abc',
  'q=',
  'target=',
  'actor=',
  'action=',
])('the log refuses ?%s and names it', async (query) => {
  const { status, json } = await call('GET', `/api/v1/audit-events?${query}`);
  expect([status, json.errors[0].path.split('.')[0]]).toEqual([400, query.split('=')[0]]);
});

test('an export is a file; without a format it is refused', async () => {
  const ndjson = await call('GET', '/api/v1/audit-events/export?format=ndjson&action=api_key.create');
  expect(ndjson.headers.get('content-disposition')).toMatch(
    /^attachment; filename="tenko-audit-[\d-]+\.ndjson"$/,
  );
  const lines = ndjson.text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.length).toBeGreaterThan(1);
  expect(new Set(lines.map(({ action }) => action))).toEqual(new Set(['api_key.create']));
  const cef = await call('GET', '/api/v1/audit-events/export?format=cef');
  expect(cef.text.split('\n')[0]).toMatch(/^CEF:0\|Tenko\|Tenko\|1\|/);
  const none = await call('GET', '/api/v1/audit-events/export');
  expect([none.status, none.json.errors[0].path]).toEqual([400, 'format']);
});

test('a switch that touches the fleet takes a reason, which the log keeps, and needs none', async () => {
  for (const verb of ['pause', 'resume', 'resync']) {
    expect((await call('POST', `/api/v1/connection/${verb}`, { reason: `why ${verb}` })).status).toBe(200);
    const [event] = await audit(`action=connection.${verb}&limit=1`);
    expect(event?.details).toEqual({ reason: `why ${verb}` });
  }
  expect((await call('POST', '/api/v1/connection/resync')).status).toBe(200);
  expect((await audit('action=connection.resync&limit=1'))[0]?.details).toEqual({});
  const long = await call('POST', '/api/v1/connection/pause', { reason: 'x'.repeat(501) });
  expect([long.status, long.json.errors[0].path]).toEqual([400, 'reason']);
});

test('sign-ins stand in the log, and so does what was refused: a used link, another origin, a missing right', async () => {
  const link = await createSignInLink(db, { url: origin, now });
  const signedIn = await callRoute('GET', link, { peer, headers: agent });
  await callRoute('GET', link, { peer, headers: agent });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  await callRoute('POST', '/api/v1/connection/pause', {
    peer,
    headers: { cookie, ...agent, origin: 'https://evil.example' },
  });
  await callRoute('POST', '/api/v1/check-ins', { peer, headers: { cookie, ...agent, origin }, body: {} });
  await callRoute('POST', '/api/auth/sign-out', { peer, headers: { cookie, ...agent, origin } });
  const { key } = await createApiKey(db, { name: 'reader', feed: null, scopes: ['devices:read'], now });
  for (let time = 0; time < 5; time += 1)
    await call('DELETE', `/api/v1/api-keys/${uuidv7()}`, undefined, key);
  const session = await audit('action=session.sign_in&action=session.sign_out');
  expect(session.map(({ action, outcome, actor }) => [action, outcome, actor.name])).toEqual([
    ['session.sign_out', 'done', 'admin'],
    ['session.sign_in', 'refused', ''],
    ['session.sign_in', 'done', 'admin'],
  ]);
  expect(session.map(({ address, userAgent }) => [address, userAgent])).toEqual(
    session.map(() => ['192.0.2.9', 'vitest']),
  );
  expect(
    (await audit('action=api.call&limit=3')).map(({ target, actor, details }) => [
      actor.name,
      target,
      details.code,
    ]),
  ).toEqual([
    ['reader', 'DELETE /api/v1/api-keys/{id}', 'not_authorized'],
    ['admin', 'POST /api/v1/check-ins', 'not_authorized'],
    ['admin', 'POST /api/v1/connection/pause', 'wrong_origin'],
  ]);
  await webRuntime().refusals.sweep(new Date(Date.now() + 60_000));
  expect((await audit('actor=reader&outcome=refused')).map(({ count }) => count)).toEqual([4, 1]);
});
