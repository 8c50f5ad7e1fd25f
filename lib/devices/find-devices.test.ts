import { beforeAll, expect, test } from 'vitest';
import type { Database, RowReader } from '#lib/db/core/database';
import { Prisma } from '#lib/db/core/prisma';
import { type DeviceName, nameColumns } from '#lib/db/device-list/device-page';
import { selectNamed } from '#lib/db/device-list/named-devices';
import { openTestDatabase } from '#lib/test-kit/test-database';
import { recordCheckIns } from '../check-ins/record-check-ins.ts';
import { findQuery } from '../contract/device-list.ts';
import { findDevices } from './find-devices.ts';
import { leadToDevice } from './lead-to-device.ts';

const now = new Date('2026-11-25T08:00:00Z');
const azureId = '007c8232-9489-4074-9b35-345b16f0a72d';
let db: Database;

beforeAll(async () => {
  const opened = await openTestDatabase();
  db = opened.db;
  const checkIn = (externalId: string, serialNumber: string, user: string, more: object = {}) => ({
    externalId,
    checkedInAt: '2026-11-25T07:00:00Z',
    device: { name: `phone ${externalId}`, os: 'ios', osVersion: '26.1', serialNumber },
    user: { principalName: user },
    ...more,
  });
  const azure = { deviceId: azureId, clientStatusCode: 'Success' };
  const record = (feed: string, ...checkIns: object[]) => recordCheckIns(db, { feed, checkIns, now });
  await record(
    'hq',
    checkIn('A1', 'F2L100', 'kana@example.com', { azure }),
    checkIn('A2', 'F2L200', 'kana@example.com'),
    checkIn('F2L100', 'F2L300', 'nora@example.com'),
  );
  await record('kyoto', checkIn('A1', 'K1', 'ken@example.com'));
  return opened.close;
});

const find = async (query: object) => {
  const { items, more, notFound } = await findDevices(db, findQuery.parse(query), now);
  return { found: items.map(({ feed, externalId }) => `${feed}/${externalId}`).toSorted(), more, notFound };
};

test('a device is found by each of its ids, whatever the letter case, and only by the one that is named', async () => {
  expect(await find({ azureDeviceId: azureId.toUpperCase() })).toMatchObject({
    found: ['hq/A1'],
    notFound: [],
  });
  expect(await find({ serialNumber: 'f2l100' })).toMatchObject({ found: ['hq/A1'] });
  expect(await find({ externalId: 'F2L100' })).toMatchObject({ found: ['hq/F2L100'] });
  expect(await find({ id: 'f2l100' })).toMatchObject({ found: ['hq/A1', 'hq/F2L100'] });
  expect(await find({ userPrincipalName: 'KANA@example.com' })).toMatchObject({ found: ['hq/A1', 'hq/A2'] });
  expect(await find({ externalId: 'A1' })).toMatchObject({ found: ['hq/A1', 'kyoto/A1'] });
  expect(await find({ externalId: 'A1', feed: 'kyoto' })).toMatchObject({ found: ['kyoto/A1'] });
  const [{ id = '' } = {}] = (await findDevices(db, findQuery.parse({ externalId: 'A2' }), now)).items;
  expect(await find({ id })).toMatchObject({ found: ['hq/A2'], notFound: [] });
});

test('values of which no device has the whole are named, and no more devices come than were asked for', async () => {
  expect(await find({ id: ['A1', 'F2L', 'absent', 'K1'], serialNumber: 'A1', limit: '1' })).toMatchObject({
    found: [expect.any(String)],
    more: true,
    notFound: [
      { key: 'serialNumber', value: 'A1' },
      { key: 'id', value: 'F2L' },
      { key: 'id', value: 'absent' },
    ],
  });
  expect(findQuery.safeParse({ feed: 'hq' }).success).toBe(false);
});

test('an address leads to its only device, to the list of several, and nowhere', async () => {
  const lead = (address: object) => leadToDevice(db, address as Record<string, string>);
  expect(await lead({ azureDeviceId: `{ ${azureId.toUpperCase()} }` })).toMatchObject({
    device: expect.any(String),
  });
  expect(await lead({ externalId: ' A1 ' })).toMatchObject({ device: null, list: { id: ['A1'] } });
  expect(await lead({ externalId: 'A1', feed: 'kyoto' })).toMatchObject({ device: expect.any(String) });
  expect(await lead({ q: 'phone a2' })).toMatchObject({ device: expect.any(String) });
  expect(await lead({ q: 'phone' })).toMatchObject({ device: null, list: { q: 'phone' } });
  expect(await lead({ serialNumber: 'absent' })).toEqual({
    device: null,
    user: null,
    list: null,
    asked: [{ key: 'serialNumber', value: 'absent' }],
  });
  expect(await lead({ serialNumber: ['', '\u0000', 'x'.repeat(300)] })).toEqual({
    device: null,
    user: null,
    list: null,
    asked: [],
  });
});

test('a user alone leads to the page of the person, if there are several devices', async () => {
  const lead = (address: object) => leadToDevice(db, address as Record<string, string>);
  const several = { userPrincipalName: 'Kana@example.com' };
  expect(await lead(several)).toMatchObject({ device: null, user: 'Kana@example.com' });
  expect(await lead({ userPrincipalName: 'ken@example.com' })).toMatchObject({
    device: expect.any(String),
    user: null,
  });
  const more = [{ feed: 'hq' }, { serialNumber: 'F2L300' }];
  for (const one of more) {
    expect(await lead({ ...several, ...one })).toMatchObject({ user: null, list: expect.any(Object) });
  }
});

test('the devices of a user are found among many by an index', async () => {
  await db.pool.$executeRaw`
    INSERT INTO devices (id, feed, external_id, name, os, os_version, verdict, verdict_since, first_check_in_at,
      last_check_in_at, user_principal_name, channel)
    SELECT gen_random_uuid(), 'hq', 'many-' || n, 'Device ' || n, 'ios', '26.1', 'compliant', now(), now(), now(),
      'user' || n || '@example.com', 'partner' FROM generate_series(1, 30000) n`;
  await db.pool.$executeRaw`
    INSERT INTO device_search (device_id, text, name) SELECT id, lower(name) || E'\n' || user_principal_name, name
    FROM devices WHERE external_id LIKE 'many-%'`;
  await db.pool.$executeRaw`VACUUM (ANALYZE) devices, device_search`;
  const plans: string[] = [];
  const rows: RowReader['rows'] = async (query) => {
    plans.push(JSON.stringify(await db.rows<object>(Prisma.sql`EXPLAIN ${query}`)));
    return db.rows(query);
  };
  const wanted = [{ key: 'userPrincipalName', value: 'USER7@example.com' }] as const;
  const options = { feed: null, limit: 21, columns: nameColumns };
  expect(await selectNamed<DeviceName>({ rows }, wanted, options)).toMatchObject([{ name: 'Device 7' }]);
  expect(plans.join()).toContain('device_search_lines');
  expect(plans.join()).not.toContain('Seq Scan');
});
