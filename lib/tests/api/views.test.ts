import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import { viewList } from '#lib/contract/view';
import type { Database } from '#lib/db/core/database';
import { bearer, callRoute, origin } from '#lib/test-kit/api/call-route';
import { cookieOf } from '#lib/test-kit/api/session-cookie';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';

let web: TestWeb;
let db: Database;
const now = new Date();
const keys = { mai: '', ken: '', boss: '' };
type User = keyof typeof keys;

beforeAll(async () => {
  web = await openTestWeb();
  ({ db } = web);
  for (const name of ['mai', 'ken', 'boss'] as const) {
    const scopes = [name === 'boss' ? ('admin' as const) : ('devices:read' as const)];
    keys[name] = (await createApiKey(db, { name, feed: null, scopes, now })).key;
  }
  const checkIn = (index: number) => ({
    externalId: `${index}`,
    checkedInAt: new Date(now.getTime() - index * 86_400_000).toISOString(),
    device: { name: `Device ${index}`, os: 'ios', osVersion: '26' },
    violations: index < 3 ? [{ policy: 'Encryption', action: 'block' }] : [],
    azure: { clientStatusCode: index < 5 ? 'User_Canceled' : 'Internal_Error' },
  });
  const checkIns = Array.from({ length: 12 }, (_, index) => checkIn(index));
  await recordCheckIns(db, { feed: 'views', checkIns, now });
  await db.pool
    .$executeRaw`UPDATE devices SET management_state = 'retired', verdict = 'retired' WHERE external_id = '11'`;
});
afterAll(() => web.close());

const call = (as: User, method: string, path = '', body?: unknown) =>
  callRoute(method, `/api/v1/views${path}`, {
    headers: bearer(keys[as]),
    ...(body === undefined ? {} : { body }),
  });
const view = (name: string, more: object = {}) => ({ name, query: { filter: { os: ['ios'] } }, ...more });
const seenBy = async (as: User) => viewList.parse((await call(as, 'GET')).json).saved.map(({ name }) => name);

test('every built-in view is counted', async () => {
  const { status, json } = await call('mai', 'GET');
  expect(status).toBe(200);
  const counts = viewList.parse(json).builtIn.map(({ name, count }) => [name, count?.value]);
  expect(Object.fromEntries(counts)).toEqual({
    all: 12,
    noncompliant: 3,
    reporting_failed: 0,
    never_reported: 12,
    user_has_to_act: 5,
    drifted: 0,
    silent: 4,
    retired: 1,
  });
});

test('a view is its owner’s until it is shared, and carries filter and sort', async () => {
  const query = { filter: { lastCheckInBefore: 'P9D', drift: true }, sort: 'name' };
  const saved = await call('mai', 'POST', '', { name: ' Long silent ', query });
  expect(saved.status).toBe(201);
  expect(saved.json).toMatchObject({
    name: 'Long silent',
    owner: 'mai',
    shared: false,
    changeable: true,
    query,
  });
  const { id } = saved.json;
  expect(await seenBy('ken')).toEqual([]);
  expect((await call('ken', 'PUT', `/${id}`, view('Mine now'))).status).toBe(404);
  expect((await call('boss', 'DELETE', `/${id}`)).status).toBe(404);
  expect((await call('mai', 'PUT', `/${id}`, view('Silent', { shared: true }))).json.code).toBe(
    'not_authorized',
  );

  const changed = await call('mai', 'PUT', `/${id}`, view('Silent'));
  expect(changed.json).toMatchObject({ id, name: 'Silent', query: { sort: '-lastCheckInAt' } });
  const { json } = await call('mai', 'GET');
  expect(json.saved).toMatchObject([{ name: 'Silent', count: { value: 12, exact: true } }]);
  expect((await call('mai', 'DELETE', `/${id}`)).json).toEqual({ id });
  expect((await call('mai', 'DELETE', `/${id}`)).status).toBe(404);
});

test('a key sees and deletes nothing of a person or another key of the same name', async () => {
  const cookie = await cookieOf(db, 'viewer', 'mai');
  const person = { cookie, origin };
  const made = await callRoute('POST', '/api/v1/views', { headers: person, body: view('Private') });
  expect(made.status).toBe(201);
  const scopes = ['devices:read'] as const;
  for (const name of ['mai@example.com', 'mai']) {
    const { key } = await createApiKey(db, { name, feed: null, scopes: [...scopes], now });
    const seen = await callRoute('GET', '/api/v1/views', { headers: bearer(key) });
    expect(seen.json.saved.map((saved: { name: string }) => saved.name)).not.toContain('Private');
    const path = `/api/v1/views/${made.json.id}`;
    expect((await callRoute('DELETE', path, { headers: bearer(key) })).status).toBe(404);
  }
  const own = await callRoute('GET', '/api/v1/views', { headers: person });
  expect(own.json.saved).toMatchObject([{ name: 'Private', owner: 'mai@example.com', changeable: true }]);
});

test('a key that is rotated keeps its views', async () => {
  const { id } = await createApiKey(db, { name: 'turning', feed: null, scopes: ['devices:read'], now });
  const rotated = await callRoute('POST', `/api/v1/api-keys/${id}/rotate`, {
    headers: bearer(keys.boss),
    body: {},
  });
  const again = await callRoute('POST', `/api/v1/api-keys/${rotated.json.id}/rotate`, {
    headers: bearer(keys.boss),
    body: {},
  });
  const saved = await callRoute('POST', '/api/v1/views', {
    headers: bearer(rotated.json.key),
    body: view('Kept'),
  });
  expect(saved.status).toBe(201);
  const seen = await callRoute('GET', '/api/v1/views', { headers: bearer(again.json.key) });
  expect(seen.json.saved).toMatchObject([{ name: 'Kept', changeable: true }]);
});

test('what is shared is seen by all, and changed by admins only', async () => {
  expect((await call('ken', 'POST', '', view('For all', { shared: true }))).status).toBe(403);
  const shared = await call('boss', 'POST', '', view('For all', { shared: true }));
  const { id } = shared.json;
  const { json } = await call('ken', 'GET');
  expect(json.saved).toMatchObject([{ name: 'For all', owner: 'boss', shared: true, changeable: false }]);
  expect((await call('ken', 'PUT', `/${id}`, view('Ken’s'))).status).toBe(403);
  expect((await call('ken', 'DELETE', `/${id}`)).status).toBe(403);
  expect((await call('boss', 'DELETE', `/${id}`)).status).toBe(200);
});

test('a name is told apart from others of its owner only, whatever its letters’ case and width', async () => {
  expect((await call('mai', 'POST', '', view('iPhones 東京'))).status).toBe(201);
  const again = await call('mai', 'POST', '', view('ＩＰＨＯＮＥＳ 東京'));
  expect([again.status, again.json.code, again.json.errors[0].path]).toEqual([
    409,
    'view_name_taken',
    'name',
  ]);
  expect((await call('ken', 'POST', '', view('iPhones 東京'))).status).toBe(201);
  const other = await call('mai', 'POST', '', view('Other'));
  const taken = await call('mai', 'PUT', `/${other.json.id}`, view('iphones 東京'));
  expect([taken.status, taken.json.code]).toEqual([409, 'view_name_taken']);
  expect((await call('mai', 'PUT', `/${other.json.id}`, view('OTHER'))).status).toBe(200);
});

test('one owner has at most 100', async () => {
  const { id: ownerId } = await db.pool.apiKey.findFirstOrThrow({ where: { name: 'ken' } });
  const row = { owner: 'ken', ownerKey: `api_key:${ownerId}`, query: {}, createdAt: now, updatedAt: now };
  await db.pool.savedView.createMany({
    data: Array.from({ length: 99 }, (_, index) => {
      const name = `many ${index}`;
      return { ...row, id: crypto.randomUUID(), name, nameKey: name, query: { filter: {}, sort: 'name' } };
    }),
  });
  const over = await call('ken', 'POST', '', view('One more'));
  expect([over.status, over.json.code]).toEqual([409, 'too_many_views']);
  expect(await seenBy('ken')).toHaveLength(100);
});

test.each([
  ['name', { query: { filter: {} } }],
  ['name', view(' ')],
  ['name', view('x'.repeat(101))],
  ['colour', { ...view('A'), colour: 'red' }],
  ['query.filter.colour', view('A', { query: { filter: { colour: 'red' } } })],
  ['query.filter.verdict.0', view('A', { query: { filter: { verdict: ['good'] } } })],
  ['query.filter.lastCheckInBefore', view('A', { query: { filter: { lastCheckInBefore: 'soon' } } })],
  ['query.sort', view('A', { query: { filter: {}, sort: 'os' } })],
])('what is wrong with %s is named', async (path, body) => {
  const { status, json } = await call('mai', 'POST', '', body);
  expect([status, json.errors.map((error: { path: string }) => error.path)]).toEqual([400, [path]]);
});

test('policies that devices violate are suggested', async () => {
  const { json } = await callRoute('GET', '/api/v1/policy-names', { headers: bearer(keys.mai) });
  expect(json).toEqual({ items: ['Encryption'] });
});
