import { beforeAll, expect, test } from 'vitest';
import type { Database } from '#lib/db/core/database';
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
  const { items, more, notFound } = await findDevices(db, findQuery.parse(query));
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
  const [{ id = '' } = {}] = (await findDevices(db, findQuery.parse({ externalId: 'A2' }))).items;
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
  expect(await lead({ azureDeviceId: `{${azureId.toUpperCase()}}` })).toMatchObject({
    device: expect.any(String),
  });
  expect(await lead({ externalId: ' A1 ' })).toMatchObject({ device: null, list: { id: ['A1'] } });
  expect(await lead({ externalId: 'A1', feed: 'kyoto' })).toMatchObject({ device: expect.any(String) });
  expect(await lead({ q: 'phone a2' })).toMatchObject({ device: expect.any(String) });
  expect(await lead({ q: 'phone' })).toMatchObject({ device: null, list: { q: 'phone' } });
  expect(await lead({ serialNumber: 'absent' })).toEqual({
    device: null,
    list: null,
    asked: [{ key: 'serialNumber', value: 'absent' }],
  });
  expect(await lead({ serialNumber: ['', '\u0000', 'x'.repeat(300)] })).toEqual({
    device: null,
    list: null,
    asked: [],
  });
});
