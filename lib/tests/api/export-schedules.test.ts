import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import type { Database } from '#lib/db/core/database';
import { bearer, callRoute } from '#lib/test-kit/api/call-route';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';

let web: TestWeb;
let db: Database;
let destinationId: string;
const keys = { viewer: '', admin: '' };

beforeAll(async () => {
  web = await openTestWeb({ TENKO_SECRET_KEY: 'ab'.repeat(32) });
  ({ db } = web);
  const scopes = { viewer: ['devices:read'], admin: ['admin'] } as const;
  for (const name of ['viewer', 'admin'] as const) {
    const made = await createApiKey(db, { name, feed: null, scopes: [...scopes[name]], now: new Date() });
    keys[name] = made.key;
  }
});
afterAll(() => web.close());
beforeEach(async () => {
  await db.pool
    .$executeRaw`TRUNCATE alert_destinations, alert_rules, alert_deliveries, alert_events, export_schedules CASCADE`;
  const mail = { kind: 'email', name: 'Board', to: ['board@example.com'] };
  destinationId = (await call('POST', 'alert-destinations', mail)).json.id;
});

const call = (method: string, path: string, body?: unknown, as: keyof typeof keys = 'admin') =>
  callRoute(method, `/api/v1/${path}`, { headers: bearer(keys[as]), ...(body !== undefined && { body }) });
const errorsOf = ({ json }: { json: { errors?: { path: string; message: string }[] } }) =>
  json.errors?.map(({ path, message }) => `${path} ${message}`);

const weekly = (more: object = {}) => ({
  name: 'Noncompliant phones',
  filter: { verdict: ['noncompliant'] },
  every: 'week',
  weekday: 1,
  destinationIds: [destinationId],
  ...more,
});

test('a schedule is created, read, changed as it was received, and deleted', async () => {
  const made = await call('POST', 'export-schedules', weekly());
  expect([made.status, made.json]).toMatchObject([
    201,
    {
      sort: '-lastCheckInAt',
      columns: [],
      weekday: 1,
      dayOfMonth: null,
      at: '08:00',
      timeZone: 'UTC',
      whenEmpty: false,
      enabled: true,
      nextAt: expect.stringMatching(/T08:00:00\.000Z$/),
      lastSentAt: null,
      lastCount: null,
      createdBy: 'admin',
    },
  ]);
  const { id } = made.json;
  expect((await call('GET', 'export-schedules', undefined, 'viewer')).json).toEqual({ items: [made.json] });
  expect((await call('GET', `export-schedules/${id}`, undefined, 'viewer')).json).toEqual(made.json);
  const off = await call('PUT', `export-schedules/${id}`, { ...made.json, enabled: false });
  expect([off.status, off.json.nextAt]).toEqual([200, null]);
  const last = await call('PUT', `export-schedules/${id}`, {
    ...made.json,
    every: 'month',
    weekday: null,
    dayOfMonth: 'last',
  });
  expect(last.json).toMatchObject({ dayOfMonth: 'last', weekday: null });
  const sent = await call('POST', `export-schedules/${id}/send`);
  expect([sent.status, sent.json]).toEqual([202, { id, sentTo: [destinationId] }]);
  expect((await call('DELETE', `export-schedules/${id}`)).json).toEqual({ id });
  for (const [method, path] of [
    ['GET', id],
    ['DELETE', id],
    ['POST', `${id}/send`],
  ]) {
    expect((await call(method ?? '', `export-schedules/${path}`)).status).toBe(404);
  }
  const actions = await db.pool.auditEvent.findMany({ where: { target: id }, orderBy: { id: 'asc' } });
  expect(actions.map(({ action }) => action)).toEqual([
    'export_schedule.create',
    'export_schedule.change',
    'export_schedule.change',
    'export_schedule.send',
    'export_schedule.delete',
  ]);
});

test('a refusal names the field', async () => {
  const refusals: [object, string][] = [
    [{ weekday: null }, 'weekday is required where every is week'],
    [{ every: 'day' }, 'weekday is only for every: week'],
    [{ every: 'month', weekday: null }, 'dayOfMonth is required where every is month'],
    [{ dayOfMonth: 3 }, 'dayOfMonth is only for every: month'],
    [{ at: '8:00' }, 'at must be a time of day such as 08:30'],
    [{ timeZone: 'Mars/Base' }, 'timeZone must be an IANA time zone, such as Europe/Berlin'],
    [{ destinationIds: ['01990000-0000-7000-8000-000000000001'] }, 'destinationIds.0 is not a destination'],
    [
      { filter: { id: Array.from({ length: 200 }, (_, n) => `${n}-${'serial-number'.repeat(4)}`) } },
      'filter is too long for the address of a list: name fewer values',
    ],
  ];
  for (const [change, words] of refusals) {
    const refused = await call('POST', 'export-schedules', weekly(change));
    expect([refused.status, errorsOf(refused)]).toEqual([400, [words]]);
  }
  for (const [change, path] of [
    [{ destinationIds: [] }, 'destinationIds'],
    [{ columns: ['password'] }, 'columns.0'],
    [{ every: 'month', weekday: null, dayOfMonth: 31 }, 'dayOfMonth'],
  ] as const) {
    const refused = await call('POST', 'export-schedules', weekly(change));
    expect([refused.status, errorsOf(refused)]).toEqual([400, [expect.stringContaining(path)]]);
  }
});

test('a schedule without a destination that is on cannot be sent, and stays where its destination is deleted', async () => {
  const { json } = await call('POST', 'export-schedules', weekly());
  await call('DELETE', `alert-destinations/${destinationId}`);
  const refused = await call('POST', `export-schedules/${json.id}/send`);
  expect([refused.status, refused.json.code]).toEqual([409, 'no_destination']);
  const stored = await call('GET', `export-schedules/${json.id}`);
  expect(stored.json).toMatchObject({ destinationIds: [], lastRunAt: null });
});
