import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '#lib/db/core/database';
import { personFinder } from '#lib/domain/people/person';
import { anna, now } from '#lib/test-kit/privacy/personal-people';
import { makePersonalWorld, type PersonalWorld } from '#lib/test-kit/privacy/personal-world';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';
import { exportPerson, periodsOfUse } from './export-person.ts';

let database: TestDatabase;
let db: Database;
let world: PersonalWorld;
let text: string;
let document: Record<string, Record<string, unknown>[]>;

const read = async (user: string) => {
  let all = '';
  for await (const part of exportPerson(db, user, { now })) all += part;
  return all;
};

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  world = await makePersonalWorld(db);
  text = await read('Anna@EXAMPLE.com');
  document = JSON.parse(text);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

const of = (section: string) => document[section] ?? [];

test('says whom it is about', () => {
  expect(document).toMatchObject({
    exportedAt: now.toISOString(),
    person: { principalNames: ['anna@example.com'], azureUserIds: [anna.azureUserId] },
  });
});

test('holds everything that is kept of the person', () => {
  const lengths = Object.entries(document).flatMap(([name, rows]) =>
    Array.isArray(rows) ? [[name, rows.length]] : [],
  );
  expect(Object.fromEntries(lengths)).toEqual({
    devices: 3,
    formerDevices: 1,
    checkIns: 7,
    entraReadings: 0,
    reports: 3,
    notes: 2,
    messages: 3,
    bulkItems: 2,
    rejections: 1,
    usersLookedUp: 1,
    sessions: 1,
    signInAttempts: 1,
    preferences: 1,
    tags: 1,
    deviceNotes: 2,
    savedViews: 4,
    bulkActions: 1,
    policies: 1,
    policyVersions: 1,
    versionLists: 1,
    policyExceptions: 2,
    sources: 1,
    sourceRuns: 1,
    sourceSkips: 1,
    alertEvents: 1,
    alertDestinations: 1,
    alertRules: 1,
    exportSchedules: 1,
    userMail: 1,
    alertDeliveries: 1,
    apiKeys: 1,
    walks: 1,
    connection: 1,
    entraChanges: 1,
    entraObjects: 2,
    azureCalls: 1,
    auditEvents: 2,
    reportsAskedFor: 5,
  });
  expect(of('devices').map(({ externalId }) => externalId)).toEqual(['hers', 'bobs-then-hers', 'shared']);
  expect(of('messages').map(({ entries }) => (entries as unknown[]).length)).toEqual([2, 2, 2]);
});

test('holds nothing of others, and no secret', () => {
  expect(text).not.toMatch(/bob@|Bob|joanna|Joanna|a\.schmidt@/);
  expect(text).not.toMatch(/"hash"|tokenHash|"lookup"/);
  const former = of('checkIns').filter(({ deviceId }) => deviceId === world.device('hers-then-bobs'));
  expect(former.map(({ changes }) => changes)).toEqual([
    [],
    [
      { field: 'userPrincipalName', from: 'anna@example.com', to: 'somebody else' },
      { field: 'userDisplayName', from: 'Anna Schmidt', to: 'somebody else' },
      { field: 'userAzureId', from: anna.azureUserId, to: 'somebody else' },
    ],
  ]);
});

test('is an event', async () => {
  const event = await db.pool.auditEvent.findFirstOrThrow({ where: { action: 'personal_data.export' } });
  expect(event.details).toMatchObject({ of: 'anna@example.com', complete: true, counts: { devices: 3 } });
  // It names her, so the next export tells of it.
  expect((JSON.parse(await read(anna.principalName)) as typeof document).auditEvents).toHaveLength(3);
});

test('of nobody it is empty', async () => {
  const nobody = JSON.parse(await read('nobody@example.com')) as typeof document;
  expect(Object.values(nobody).filter((rows) => Array.isArray(rows) && rows.length > 0)).toEqual([]);
});

test('a device is a person’s from check-in to check-in', () => {
  const finder = personFinder({ principalNames: ['anna'], azureUserIds: [], displayNames: [] });
  const handed = (checkedInAt: string, from: string, to: string) => ({
    checkedInAt,
    changes: [{ field: 'userPrincipalName', from, to }],
  });
  const changes = [handed('1', 'anna', 'bob'), handed('2', 'bob', 'anna'), handed('3', 'anna', 'bob')];
  const nowBobs = { userPrincipalName: 'bob', azureUserPrincipalName: null, userAzureId: null };
  expect(periodsOfUse(nowBobs, changes, finder)).toEqual([
    { from: null, to: '1' },
    { from: '2', to: '3' },
  ]);
  const nowHers = { ...nowBobs, userPrincipalName: 'ANNA' };
  expect(periodsOfUse(nowHers, [handed('1', 'anna', 'ANNA')], finder)).toEqual([{ from: null, to: null }]);
});
