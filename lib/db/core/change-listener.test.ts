import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { anythingChanged, type LiveChange } from '#lib/domain/live-change';
import { patient } from '#lib/test-kit/patient';
import { connectionToCut } from '#lib/test-kit/processes/cut-connection';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';
import { setPaused } from '../connection/connection.ts';
import { ChangeListener } from './change-listener.ts';
import { type Database, openDatabase } from './database.ts';
import { publishChange } from './publish-change.ts';

let database: TestDatabase;
let db: Database;
let listener: ChangeListener;
const heard: LiveChange[] = [];
const id = (n: number) => `019ab000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const ids = (count: number) => Array.from({ length: count }, (_, n) => id(n));

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  listener = new ChangeListener(database.url);
  listener.listen((change) => heard.push(change));
  await vi.waitFor(() => expect(heard).toEqual([anythingChanged]), patient);
});
afterAll(async () => {
  listener.close();
  await db.close();
  await database.drop();
});

const devicesHeard = () => heard.flatMap(({ devices }) => (devices === 'many' ? [devices] : [...devices]));

test('what a transaction wrote is heard once it is committed, and never where it was rolled back', async () => {
  heard.length = 0;
  const failed = db.transaction(async (tx) => {
    publishChange(tx, { devices: [id(1)] });
    throw new Error('rolled back');
  });
  await expect(failed).rejects.toThrow('rolled back');
  await db.transaction(async (tx) => publishChange(tx, { devices: [id(2), id(2), id(3)] }));
  await vi.waitFor(() => expect(devicesHeard()).toEqual([id(2), id(3)]), patient);
});

test('who begins to listen hears at once what was announced just before', async () => {
  db.announce({ devices: [id(9)] });
  await vi.waitFor(() => expect(devicesHeard()).toContain(id(9)), patient);
  const late: LiveChange[] = [];
  const stop = listener.listen((change) => late.push(change));
  expect(late).toContainEqual({ devices: [id(9)], topics: [] });
  stop();
});

test('a change of the connection is heard as a topic', async () => {
  heard.length = 0;
  await setPaused(db.pool, { at: new Date(), by: 'mai' });
  await vi.waitFor(() => expect(heard).toEqual([{ devices: [], topics: ['connection'] }]), patient);
});

test('what is announced together is heard together', async () => {
  heard.length = 0;
  db.announce({ topics: ['connection'] });
  db.announce({ devices: [id(4)] });
  await vi.waitFor(() => expect(heard).toEqual([{ devices: [id(4)], topics: ['connection'] }]), patient);
});

test('a thousand ids are all named; more than can be named are many', async () => {
  heard.length = 0;
  db.announce({ devices: ids(1000) });
  await vi.waitFor(() => expect(new Set(devicesHeard())).toEqual(new Set(ids(1000))), patient);
  heard.length = 0;
  db.announce({ devices: ids(5000) });
  await vi.waitFor(() => expect(devicesHeard()).toEqual(['many']), patient);
});

test('a listener that lost its connection says that anything may have changed', async () => {
  heard.length = 0;
  await db.pool.$queryRaw`
    SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE application_name = 'tenko-changes'
      AND datname = current_database()`;
  await vi.waitFor(() => expect(heard).toEqual([anythingChanged]), { timeout: 10_000 });
});

test('a listener whose server is gone without a word connects again', async () => {
  const path = await connectionToCut(database.url);
  const faraway = new ChangeListener(path.url, { everyMs: 50, withinMs: 2000 });
  const told: LiveChange[] = [];
  faraway.listen((change) => told.push(change));
  await vi.waitFor(() => expect(told).toContain(anythingChanged), patient);
  path.freeze();
  told.length = 0;
  await vi.waitFor(() => expect(told).toContain(anythingChanged), patient);
  db.announce({ devices: [id(7)] });
  await vi.waitFor(() => expect(told).toContainEqual({ devices: [id(7)], topics: [] }), patient);
  faraway.close();
  await path.cut();
});
