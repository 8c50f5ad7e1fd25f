import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '#lib/db/core/database';
import type { BulkActionKind } from '#lib/domain/reports/bulk-action';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';
import { recordCheckIns } from '../check-ins/record-check-ins.ts';
import type { BulkForecastBody } from '../contract/bulk-forecast.ts';
import { createLog } from '../log.ts';
import { listBulkCauses } from './bulk-causes.ts';
import { forecastBulkAction } from './forecast-bulk-action.ts';
import { startBulkAction } from './start-bulk-action.ts';
import { stepBulkActions } from './step-bulk-actions.ts';

const actor = { kind: 'admin', name: 'mai', requestId: null } as const;
const now = new Date();
let database: TestDatabase;
let db: Database;
let ids: string[] = [];

/** Devices check in, each a second later; returns their ids. */
async function checkIn(feed: string, names: readonly string[], more: object = {}, device: object = {}) {
  const checkIns = names.map((name) => ({
    externalId: name,
    checkedInAt: now.toISOString(),
    device: { name, os: 'ios', osVersion: '26.1', ...device },
    azure: { deviceId: uuidv7(), clientStatusCode: 'Success' },
    ...more,
  }));
  const { results } = await recordCheckIns(db, { feed, checkIns, now });
  return results.map(({ deviceId }) => deviceId ?? '');
}

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  const shared = { azure: { deviceId: uuidv7(), clientStatusCode: 'Success' } };
  ids = [
    ...(await checkIn('f', ['a', 'b', 'c', 'd'])),
    ...(await checkIn('f', ['holder'], shared)),
    ...(await checkIn('g', ['taken'], shared)),
    ...(await checkIn('f', ['canceled 1', 'canceled 2', 'canceled 3'], {
      azure: { deviceId: uuidv7(), clientStatusCode: 'User_Canceled' },
    })),
    ...(await checkIn('f', ['silent 1', 'silent 2'], { azure: {} })),
    ...(await checkIn('f', ['tv'], {}, { os: 'tvos' })),
    ...(await checkIn('f', ['retired'], { azure: {}, violations: [{ policy: 'P', action: 'retire' }] })),
  ];
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

const forecast = (body: BulkForecastBody, most?: number) => forecastBulkAction(db, body, now, most);

/** Reasons with their counts, whatever their order. */
async function reasonsOf(body: BulkForecastBody, most?: number) {
  const { reasons } = await forecast(body, most);
  return Object.fromEntries(reasons.map(({ reason, count }) => [reason, count.value]));
}

test('each device is looked at: named ones, and those of a filter', async () => {
  const expected = {
    client_status: 3,
    no_client_status: 2,
    os_unsupported: 1,
    azure_id_taken: 1,
    retired: 1,
  };
  expect(await reasonsOf({ kind: 'report', deviceIds: ids })).toEqual(expected);
  expect(await reasonsOf({ kind: 'report', filter: {} })).toEqual(expected);
  const { notPossible, reasons } = await forecast({ kind: 'report', filter: { q: 'canceled' } });
  expect(notPossible).toEqual({ value: 3, exact: true });
  expect(reasons).toEqual([{ reason: 'client_status', count: { value: 3, exact: true } }]);
  const twice = [ids[0] ?? '', ids[0] ?? '', uuidv7(), uuidv7()];
  expect(await reasonsOf({ kind: 'report', deviceIds: twice })).toEqual({ gone: 2 });
});

test('what nothing stands against has no reasons', async () => {
  for (const kind of ['report', 'retire'] as const) {
    expect(await forecast({ kind, deviceIds: ids.slice(0, 4) })).toEqual({
      notPossible: { value: 0, exact: true },
      reasons: [],
    });
  }
});

test('of more devices each reason is counted, and no further than the bound', async () => {
  const all = {
    retired: 1,
    no_channel: 1,
    no_client_status: 2,
    client_status: 3,
    azure_id_taken: 1,
  };
  expect(await reasonsOf({ kind: 'report', filter: {} }, 4)).toEqual(all);
  const bounded = await forecast({ kind: 'report', filter: {} }, 2);
  expect(bounded.reasons[0]).toEqual({ reason: 'client_status', count: { value: 2, exact: false } });
  expect(bounded.notPossible).toEqual({ value: 7, exact: false });
  expect(await reasonsOf({ kind: 'report', filter: { feed: ['f'], os: ['ios'] } }, 4)).toEqual({
    retired: 1,
    no_client_status: 2,
    client_status: 3,
  });
  const connected = { kind: 'report', filter: { clientStatusCode: ['Success'] } } satisfies BulkForecastBody;
  expect(await reasonsOf(connected, 4)).toEqual({ no_channel: 1, azure_id_taken: 1 });
  expect(await reasonsOf({ kind: 'retire', filter: {} }, 4)).toEqual({ already_retired: 1 });
  expect(await reasonsOf({ kind: 'move_azure_id', filter: {} }, 4)).toEqual({
    azure_id_not_taken: ids.length - 1,
  });
});

test('through Graph, a device that is not in Entra is expected to fail', async () => {
  const [known = '', unknown = ''] = await checkIn('f', ['pc 1', 'pc 2'], {}, { os: 'windows' });
  await db.pool.device.update({ where: { id: unknown }, data: { entraProblem: 'not_in_entra' } });
  const body = { kind: 'report', deviceIds: [known, unknown] } satisfies BulkForecastBody;
  expect(await reasonsOf(body)).toEqual({ device_not_in_entra: 1 });
  expect(await reasonsOf({ kind: 'report', filter: { os: ['windows'] } }, 1)).toEqual({
    device_not_in_entra: 1,
  });
  await db.pool.device.deleteMany({ where: { id: { in: [known, unknown] } } });
});

test.each<BulkActionKind>(['report', 'move_azure_id', 'retire'])(
  'a forecast comes true: %s',
  async (kind) => {
    // Of one that is gone, a move says that there is nothing to move.
    const target = { deviceIds: kind === 'move_azure_id' ? ids : [...ids, uuidv7()] };
    const expected = await forecast({ kind, ...target });
    const { id } = await startBulkAction(db, { kind, ...target }, actor, now);
    await stepBulkActions({ db, log: createLog('test', 'silent'), clock: () => now });
    const { items } = await listBulkCauses(db, id, kind);
    const known = ({ reason, count }: { reason: string; count: { value: number } }) =>
      `${reason} ${count.value}`;
    expect(items.map(known).toSorted()).toEqual(expected.reasons.map(known).toSorted());
    await db.pool.bulkAction.deleteMany();
  },
);
