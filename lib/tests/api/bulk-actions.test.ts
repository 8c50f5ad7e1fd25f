import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import { bulkAction, bulkActionPage, bulkItemPage } from '#lib/contract/bulk-action';
import { bulkForecast } from '#lib/contract/bulk-forecast';
import type { Database } from '#lib/db/core/database';
import { bearer, callRoute } from '#lib/test-kit/api/call-route';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';

let web: TestWeb;
let db: Database;
const keys = { operator: '', admin: '' };
let deviceId = '';
const now = new Date();

beforeAll(async () => {
  web = await openTestWeb();
  ({ db } = web);
  const scopes = { operator: ['devices:read', 'reports:write'], admin: ['admin', 'devices:read'] } as const;
  for (const name of ['operator', 'admin'] as const) {
    keys[name] = (await createApiKey(db, { name, feed: null, scopes: [...scopes[name]], now })).key;
  }
  const checkIns = ['A', '@B'].map((name) => ({
    externalId: name,
    checkedInAt: now.toISOString(),
    device: { name, os: 'ios', osVersion: '26.1' },
  }));
  const { results } = await recordCheckIns(db, { feed: 'f', checkIns, now });
  deviceId = results[0]?.deviceId ?? '';
});
afterAll(() => web.close());

const call = (method: string, path: string, body?: unknown, as: keyof typeof keys = 'admin') =>
  callRoute(method, `/api/v1/${path}`, { headers: bearer(keys[as]), ...(body !== undefined && { body }) });

test('an operator reports many devices, follows, reads the results, and cancels', async () => {
  const asked = await call(
    'POST',
    'bulk-reports',
    { filter: { os: ['ios'], neverReported: true } },
    'operator',
  );
  expect([asked.status, asked.json.total]).toEqual([202, 2]);
  const path = `bulk-reports/${asked.json.id}`;
  const read = await call('GET', path, undefined, 'operator');
  expect(bulkAction.parse(read.json)).toMatchObject({
    filter: { os: ['ios'], neverReported: true },
    requestedBy: 'operator',
    waiting: 2,
    hold: 'no_worker',
  });
  const items = await call('GET', `${path}/items?limit=1`, undefined, 'operator');
  const page = bulkItemPage.parse(items.json);
  expect(page.items[0]).toMatchObject({ deviceName: 'A', outcome: 'waiting', reportId: null });
  const rest = await call(
    'GET',
    `${path}/items?cursor=${page.nextCursor}&outcome=waiting`,
    undefined,
    'operator',
  );
  expect(rest.json).toMatchObject({ items: [{ deviceName: '@B' }], nextCursor: null });
  const causes = await call('GET', `${path}/causes`, undefined, 'operator');
  expect([causes.status, causes.json]).toEqual([200, { items: [] }]);
  const file = await call('GET', `${path}/export`, undefined, 'operator');
  expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="bulk-action-/);
  expect(file.text).toContain(",'@B,");
  const exported = await db.pool.auditEvent.findFirstOrThrow({ where: { action: 'bulk_action.export' } });
  expect(exported).toMatchObject({
    actorName: 'operator',
    target: asked.json.id,
    details: { outcome: null, count: 2, complete: true },
  });
  const cancelled = await call('DELETE', path, undefined, 'operator');
  expect(cancelled.json).toMatchObject({ cancelledBy: 'operator' });
  const list = await call('GET', 'bulk-actions', undefined, 'operator');
  expect(bulkActionPage.parse(list.json).items.map(({ id }) => id)).toEqual([asked.json.id]);
  expect((await call('GET', `bulk-retirements/${asked.json.id}`)).status).toBe(404);
  expect((await call('GET', `bulk-reports/${uuidv7()}/export`)).status).toBe(404);
});

test('only an admin retires, and only as many as were confirmed', async () => {
  const body = { deviceIds: [deviceId], confirmedCount: 2 };
  expect((await call('POST', 'bulk-retirements', body, 'operator')).status).toBe(403);
  const refused = await call('POST', 'bulk-retirements', body);
  expect([refused.status, refused.json.code, refused.json.count]).toEqual([409, 'count_changed', 1]);
  const taken = await call('POST', 'bulk-retirements', { ...body, confirmedCount: 1 });
  expect([taken.status, taken.json.total]).toEqual([202, 1]);
});

test('a forecast says what an action would not do, and starts nothing', async () => {
  const before = await db.pool.bulkAction.count();
  const body = { kind: 'report', deviceIds: [deviceId] };
  const { status, json } = await call('POST', 'bulk-forecasts', body, 'operator');
  expect([status, bulkForecast.parse(json).reasons]).toEqual([
    200,
    [{ reason: 'no_client_status', count: { value: 1, exact: true } }],
  ]);
  expect(await db.pool.bulkAction.count()).toBe(before);
});

const tooMany = Array.from({ length: 10_001 }, () => uuidv7());

test.each([
  ['no target', 'bulk-reports', {}, ['deviceIds', 'filter']],
  ['two targets', 'bulk-reports', { deviceIds: [uuidv7()], filter: {} }, ['deviceIds', 'filter']],
  ['no device', 'bulk-reports', { deviceIds: [] }, ['deviceIds']],
  ['what is no id', 'bulk-reports', { deviceIds: ['x'] }, ['deviceIds.0']],
  ['too many devices', 'bulk-reports', { deviceIds: tooMany }, ['deviceIds']],
  ['an unknown filter', 'bulk-reports', { filter: { colour: 'red' } }, ['filter.colour']],
  ['an unknown value', 'bulk-reports', { filter: { os: ['beos'] } }, ['filter.os.0']],
  ['a flag as text', 'bulk-reports', { filter: { drift: 'true' } }, ['filter.drift']],
  ['no kind', 'bulk-forecasts', { filter: {} }, ['kind']],
  [
    'two targets to look at',
    'bulk-forecasts',
    { kind: 'retire', deviceIds: [uuidv7()], filter: {} },
    ['deviceIds', 'filter'],
  ],
  ['a count to report', 'bulk-reports', { filter: {}, confirmedCount: 1 }, ['confirmedCount']],
  ['no count', 'bulk-retirements', { filter: {} }, ['confirmedCount']],
  ['a wrong count', 'bulk-retirements', { filter: {}, confirmedCount: -1 }, ['confirmedCount']],
])('a body with %s is refused by name', async (_name, path, body, named) => {
  const { status, json } = await call('POST', path, body);
  expect(status).toBe(400);
  expect(json.errors.map((error: { path: string }) => error.path)).toEqual(named);
});

test.each(['outcome=good', 'reason=', 'limit=201', 'cursor=abc', 'sort=name'])(
  'results refuse ?%s',
  async (query) => {
    const { json } = await call('POST', 'bulk-reports', { filter: {} }, 'operator');
    const { status, json: problem } = await call('GET', `bulk-reports/${json.id}/items?${query}`);
    expect(status).toBe(400);
    expect(problem.errors[0].path.split('.')[0]).toBe(query.split('=')[0]);
  },
);
