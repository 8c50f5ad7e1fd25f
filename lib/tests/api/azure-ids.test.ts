import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import { stepBulkActions } from '#lib/bulk-actions/step-bulk-actions';
import { bulkItemPage } from '#lib/contract/bulk-action';
import { deviceDetail } from '#lib/contract/device';
import { deviceCounts } from '#lib/contract/device-counts';
import { devicePage } from '#lib/contract/device-list';
import { setWorkerSeen } from '#lib/db/connection/connection';
import type { Database } from '#lib/db/core/database';
import { createLog } from '#lib/log';
import { bearer, callRoute } from '#lib/test-kit/api/call-route';
import { openTestWeb, type TestWeb } from '#lib/test-kit/api/test-web';

let web: TestWeb;
let db: Database;
const keys = { ours: '', theirs: '', operator: '', admin: '' };
const now = new Date();

beforeAll(async () => {
  web = await openTestWeb();
  ({ db } = web);
  for (const feed of ['ours', 'theirs'] as const) {
    keys[feed] = (await createApiKey(db, { name: feed, feed, scopes: ['check-ins:write'], now })).key;
  }
  const scopes = { operator: ['devices:read', 'reports:write'], admin: ['admin', 'devices:read'] } as const;
  for (const name of ['operator', 'admin'] as const) {
    keys[name] = (await createApiKey(db, { name, feed: null, scopes: [...scopes[name]], now })).key;
  }
});
afterAll(() => web.close());

const call = (method: string, path: string, as: keyof typeof keys, body?: unknown) =>
  callRoute(method, `/api/v1/${path}`, { headers: bearer(keys[as]), ...(body !== undefined && { body }) });

async function checkIn(feed: 'ours' | 'theirs', id: number, action?: string): Promise<string> {
  const answer = await call('POST', 'check-ins', feed, {
    checkIns: [
      {
        externalId: `${feed}-${id}`,
        checkedInAt: now.toISOString(),
        device: { name: `${feed} ${id}`, os: 'ios', osVersion: '26.1' },
        user: { principalName: 'kana@example.com' },
        violations: action === undefined ? [] : [{ policy: 'Rule', action }],
        azure: { deviceId: `007c8232-9489-4074-9b35-00000000000${id}`, clientStatusCode: 'Success' },
      },
    ],
  });
  return answer.json.results[0].deviceId;
}

const read = async (id: string) => deviceDetail.parse((await call('GET', `devices/${id}`, 'admin')).json);

test('the key of another feed cannot take a device over: its device waits, and Report now is refused', async () => {
  const ours = await checkIn('ours', 1, 'block');
  const theirs = await checkIn('theirs', 1);
  expect(await read(theirs)).toMatchObject({
    obstacle: 'azure_id_taken',
    azureIdTakenBy: 'ours',
    nextReportAt: null,
    azureIdHolder: { feed: 'ours', since: expect.any(String) },
  });
  expect(await read(ours)).toMatchObject({ obstacle: null, azureIdTakenBy: null, azureIdHolder: null });
  const refused = await call('POST', `devices/${theirs}/reports`, 'operator');
  expect([refused.status, refused.json.code, refused.json.reason]).toEqual([
    409,
    'device_not_reportable',
    'azure_id_taken',
  ]);
  expect((await call('POST', `devices/${theirs}/move-azure-id`, 'operator')).status).toBe(403);
});

test('an admin moves the id of one device, and is told where there is nothing to move', async () => {
  const ours = await checkIn('ours', 2);
  const theirs = await checkIn('theirs', 2);
  const moved = await call('POST', `devices/${theirs}/move-azure-id`, 'admin');
  expect([moved.status, moved.json]).toEqual([
    200,
    { azureDeviceId: '007c8232-9489-4074-9b35-000000000002', from: 'ours', to: 'theirs' },
  ]);
  expect(await read(theirs)).toMatchObject({ obstacle: null, due: { trigger: 'azure_registration' } });
  expect(await read(ours)).toMatchObject({ obstacle: 'azure_id_taken', azureIdTakenBy: 'theirs', due: null });
  const again = await call('POST', `devices/${theirs}/move-azure-id`, 'admin');
  expect([again.status, again.json.code]).toEqual([409, 'azure_id_not_taken']);
  const nothing = await call('POST', 'devices/01a22414-0000-7000-8000-000000000000/move-azure-id', 'admin');
  expect(nothing.status).toBe(404);
  const event = await db.pool.auditEvent.findFirstOrThrow({ where: { action: 'azure_id.move' } });
  expect(event).toMatchObject({ actorName: 'admin', target: theirs, before: { feed: 'ours' } });
});

test('a fleet that changes its MDM is moved by a filter, with its count confirmed', async () => {
  await setWorkerSeen(db.pool);
  for (const id of [3, 4]) await checkIn('ours', id);
  for (const id of [3, 4]) await checkIn('theirs', id);
  const filter = { feed: ['theirs'] };
  const waiting = 'devices?feed=theirs&azureIdTaken=true&sort=name';
  const named = async () =>
    devicePage.parse((await call('GET', waiting, 'admin')).json).items.map(({ name }) => name);
  expect(await named()).toEqual(['theirs 1', 'theirs 3', 'theirs 4']);
  const counts = async (query: string) =>
    deviceCounts.parse((await call('GET', `devices/counts?${query}`, 'admin')).json);
  expect(await counts('feed=theirs')).toMatchObject({ total: 4, by: { azureIdTaken: 3 } });
  expect(await counts('azureIdTaken=true')).toMatchObject({ total: 4, by: { feed: { ours: 1, theirs: 3 } } });
  const file = await call('GET', 'devices/export?azureIdTaken=true&format=ndjson', 'admin');
  expect(file.text.trim().split('\n')).toHaveLength(4);
  const only = { ...filter, azureIdTaken: true };
  const view = { name: 'Waiting', query: { filter: only } };
  const saved = await call('POST', 'views', 'admin', view);
  expect([saved.status, saved.json.query.filter]).toEqual([201, only]);
  expect((await call('GET', 'devices?azureIdTaken=false', 'admin')).json.errors[0].path).toBe('azureIdTaken');
  const few = await call('POST', 'bulk-azure-id-moves', 'admin', { filter: only, confirmedCount: 4 });
  expect([few.status, few.json.code]).toEqual([409, 'count_changed']);
  const wrong = await call('POST', 'bulk-azure-id-moves', 'admin', { filter, confirmedCount: 1 });
  expect([wrong.status, wrong.json.code]).toEqual([409, 'count_changed']);
  const asked = await call('POST', 'bulk-azure-id-moves', 'admin', { filter, confirmedCount: 4 });
  expect(asked.status).toBe(202);
  const worker = { db, log: createLog('test', 'silent'), clock: () => new Date() };
  while (await stepBulkActions(worker));
  const answer = await call('GET', `bulk-azure-id-moves/${asked.json.id}/items`, 'admin');
  const items = bulkItemPage
    .parse(answer.json)
    .items.map(({ externalId, outcome, reason }) => [...[externalId, outcome, reason]]);
  expect(items.toSorted()).toEqual([
    ['theirs-1', 'successful', null],
    ['theirs-2', 'not_possible', 'azure_id_not_taken'],
    ['theirs-3', 'successful', null],
    ['theirs-4', 'successful', null],
  ]);
  expect(await named()).toEqual([]);
  const list = devicePage.parse((await call('GET', 'devices?feed=ours', 'admin')).json);
  expect(list.items.map(({ azureIdTakenBy }) => azureIdTakenBy)).toEqual(Array(4).fill('theirs'));
});
