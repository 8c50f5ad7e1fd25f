import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '#lib/db/core/database';
import { personalPlaces } from '#lib/db/people/personal-places';
import { entriesOfDevice } from '#lib/domain/reports/partner-message';
import { type DumpedRow, dumpDatabase } from '#lib/test-kit/privacy/dump-database';
import { anna, formerId, now } from '#lib/test-kit/privacy/personal-people';
import { makePersonalWorld, type PersonalWorld } from '#lib/test-kit/privacy/personal-world';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';
import { recordCheckIns } from '../check-ins/record-check-ins.ts';
import { type Erasure, erasePerson } from './erase-person.ts';

let database: TestDatabase;
let db: Database;
let world: PersonalWorld;
let before: DumpedRow[];
let seen: Erasure;
let erased: Erasure;
let after: DumpedRow[];

/** Any trace of her, and of words like her name */
const trace = new RegExp(`(?<=\\\\n|[^a-z])anna|${anna.azureUserId}|${formerId}`, 'i');
const identifier = new RegExp(`(?<=\\\\n|[^a-z.])anna@example\\.com|${anna.azureUserId}|${formerId}`, 'i');
const naming = (rows: DumpedRow[], what: RegExp) => rows.filter(({ text }) => what.test(text));

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  world = await makePersonalWorld(db);
  before = await dumpDatabase(database.url);
  seen = await erasePerson(db, 'ANNA@example.com', { write: false, now });
  expect(await dumpDatabase(database.url)).toEqual(before);
  erased = await erasePerson(db, 'ANNA@example.com', { write: true, now });
  after = await dumpDatabase(database.url);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

test('the preview tells what the erasure then does', () => {
  expect(seen.erased).toEqual(erased.erased);
  expect(seen.left).toEqual(erased.left);
  expect(erased.left).toEqual({ messages: 1, auditEvents: 2 });
  expect(Object.keys(erased.erased).sort()).toEqual(
    Object.keys(personalPlaces)
      .filter((name) => name !== 'auditEvents')
      .sort(),
  );
  expect(new Set(erased.person.displayNames)).toEqual(new Set(['Anna', 'Anna Schmidt']));
  expect([...erased.person.devices.keys()].sort()).toEqual(
    [world.device('hers'), world.device('bobs-then-hers'), world.device('shared')].sort(),
  );
  expect(erased.person.formerDevices).toEqual([world.device('hers-then-bobs')]);
});

test('no table names her now, except the audit log and the message on its way', () => {
  const left = naming(after, identifier);
  expect(left.filter(({ table }) => table === 'audit_events')).toHaveLength(2);
  const elsewhere = left.filter(({ table }) => table !== 'audit_events');
  expect(elsewhere.map(({ table }) => table)).toEqual(['uploads']);
  expect(elsewhere[0]?.text).toContain(world.messages.open);
});

test('nor does a name of hers stand anywhere, but where it is that of another Anna Schmidt', () => {
  const allowed = new RegExp(
    [world.device('other-annas'), world.messages.open, 'a.schmidt@example.com'].join('|'),
  );
  const left = naming(after, trace).filter(
    ({ table, text }) => table !== 'audit_events' && !allowed.test(text),
  );
  expect(left).toEqual([]);
});

test('what tells nothing of her is untouched, and the other Anna Schmidt is, too', () => {
  const remaining = new Set(after.map(({ table, text }) => table + text));
  const other = new RegExp(`${world.device('other-annas')}|a.schmidt@example.com`);
  const others = before.filter(({ text }) => !trace.test(text) || other.test(text));
  expect(others.length).toBeGreaterThan(30);
  expect(others.filter(({ table, text }) => !remaining.has(table + text))).toEqual([]);
});

test('devices, reports and what messages said of devices stay', async () => {
  const count = (rows: DumpedRow[], name: string) => rows.filter(({ table }) => table === name).length;
  for (const table of [
    'devices',
    'check_ins',
    'reports',
    'uploads',
    'bulk_items',
    'device_policies',
    'device_tags',
    'device_notes',
  ]) {
    expect([table, count(after, table)]).toEqual([table, count(before, table)]);
  }
  const hers = await db.pool.device.findUniqueOrThrow({ where: { id: world.device('hers') } });
  expect(hers).toMatchObject({
    userPrincipalName: null,
    userDisplayName: null,
    userAzureId: null,
    serialNumber: 'S-hers',
    name: `${erased.mark}’s iPhone`,
  });
  const shared = await db.pool.device.findUniqueOrThrow({ where: { id: world.device('shared') } });
  expect(shared).toMatchObject({ userPrincipalName: 'bob@example.com', azureUserPrincipalName: null });
  const message = await db.pool.upload.findUniqueOrThrow({ where: { id: world.messages.settled } });
  expect(entriesOfDevice(message.body ?? '', hers.azureDeviceId ?? '')).toMatchObject([
    { EntityType: 1, UPN: erased.mark, UserId: '00000000-0000-0000-0000-000000000000' },
    { EntityType: 4, UserId: '00000000-0000-0000-0000-000000000000', complianceStatus: 'compliant' },
  ]);
});

test('the audit log tells of it, without her', async () => {
  const event = await db.pool.auditEvent.findFirstOrThrow({ where: { action: 'personal_data.erase' } });
  expect(event).toMatchObject({ target: erased.mark, details: { erased: erased.erased, left: erased.left } });
  expect(JSON.stringify(event)).not.toMatch(trace);
});

test('a second run finds nothing but what had to stay, until it is settled', async () => {
  const again = await erasePerson(db, 'anna@example.com', { write: true, now });
  expect([again.erased, again.left]).toEqual([{}, { messages: 1, auditEvents: 2 }]);
  expect(await dumpDatabase(database.url)).toEqual(after);
  await db.pool.upload.update({ where: { id: world.messages.open }, data: { status: 'completed' } });
  const last = await erasePerson(db, 'anna@example.com', { write: true, now });
  expect([last.erased, last.left]).toEqual([{ messages: 1 }, { auditEvents: 2 }]);
});

test('a device that checks in brings her again', async () => {
  const device = { name: 'Anna’s iPhone', os: 'ios', osVersion: '26.1' };
  const checkIn = { externalId: 'hers', checkedInAt: now.toISOString(), device, user: anna };
  await recordCheckIns(db, { feed: 'mdm', checkIns: [checkIn], now });
  const { erased: again } = await erasePerson(db, anna.azureUserId.toUpperCase(), { write: false, now });
  expect(again).toMatchObject({ devices: 1, checkIns: 1 });
});

test('an id of several people is refused', async () => {
  const azureUserId = '0aa1b2c3-0000-4000-8000-000000000001';
  const checkIns = Array.from({ length: 7 }, (_, index) => ({
    externalId: `kiosk-${index}`,
    checkedInAt: now.toISOString(),
    device: { name: 'Kiosk', os: 'ios', osVersion: '26' },
    user: { principalName: `person-${index}@example.com`, azureUserId },
  }));
  await recordCheckIns(db, { feed: 'kiosks', checkIns, now });
  const erasing = erasePerson(db, 'person-0@example.com', { write: true, now });
  await expect(erasing).rejects.toThrow(/^Several people have the same id: /);
});
