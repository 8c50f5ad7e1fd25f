import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import { getConnection } from '#lib/connection/get-connection';
import { type Database, openDatabase } from '#lib/db/core/database';
import { countByFacet } from '#lib/devices/count-by-facet';
import { getDevice } from '#lib/devices/get-device';
import { listDevices } from '#lib/devices/list-devices';
import { conditionsOf } from '#lib/domain/azure/connection-condition';
import { reportNow } from '#lib/reports/report-now';
import { walkBackup } from '#lib/run/backup/read-archive';
import { restoreDatabase } from '#lib/run/backup/restore-database';
import { writeBackupFile } from '#lib/run/backup/write-backup-file';
import {
  type SandboxProcess,
  startSandboxProcess,
  startWorkerProcess,
  type WorkerProcess,
} from '#lib/test-kit/processes/product-processes';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';

const keys = { passphrase: null, recipients: [], identityFile: null };
const names = ['same', 'newer', 'told', 'older', 'unread'] as const;
type Name = (typeof names)[number];
const azureId = (name: Name) => `00000000-0000-4000-8000-00000000000${names.indexOf(name) + 1}`;
const admin = { kind: 'admin' as const, name: 'Kana', requestId: null };
const identity = { mode: 'sandbox' as const, tenantId: '', clientId: '', cloud: 'public' as const };

let dir: string;
let sandbox: SandboxProcess;
const databases: TestDatabase[] = [];
const closers: (() => Promise<unknown>)[] = [];
let worker: WorkerProcess;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tenko-restore-'));
  sandbox = await startSandboxProcess();
}, 60_000);
afterAll(async () => {
  await worker?.kill();
  for (const close of closers) await close();
  for (const database of databases) await database.drop();
  await sandbox.stop();
  await rm(dir, { recursive: true, force: true });
});

async function open(options = {}): Promise<{ db: Database; url: string }> {
  const database = await createTestDatabase(options);
  databases.push(database);
  const db = openDatabase(database.url, { maxConnections: 3 });
  closers.push(db.close);
  return { db, url: database.url };
}

async function checkIn(db: Database, name: Name, action: 'block' | null, at = new Date()): Promise<string> {
  const checkIns = [
    {
      externalId: name,
      checkedInAt: at.toISOString(),
      device: { name, os: 'ios', osVersion: '26' },
      user: { principalName: 'anna@tenko.example', azureUserId: '00000000-0000-4000-8000-0000000000aa' },
      violations: action === null ? [] : [{ policy: 'Passcode missing', action }],
      azure: { deviceId: azureId(name), clientStatusCode: 'Success' },
    },
  ];
  const { results } = await recordCheckIns(db, { feed: 'mdm', checkIns, now: new Date() });
  return results[0]?.deviceId ?? '';
}

/** A device whose client never registered, and one of a system that no channel takes. */
async function checkInUnreportable(db: Database): Promise<void> {
  const checkedInAt = new Date().toISOString();
  const checkIns = [
    {
      externalId: 'unregistered',
      checkedInAt,
      device: { name: 'unregistered', os: 'ios' as const, osVersion: '26' },
      azure: { deviceId: '00000000-0000-4000-8000-0000000000b1' },
    },
    {
      externalId: 'unsupported',
      checkedInAt,
      device: { name: 'unsupported', os: 'linux' as const, osVersion: '6' },
      azure: {
        deviceId: '00000000-0000-4000-8000-0000000000b2',
        clientStatusCode: 'Success' as const,
      },
    },
  ];
  await recordCheckIns(db, { feed: 'mdm', checkIns, now: new Date() });
}

/** Names of the devices that the filter finds, and how many it counts. */
async function waiting(db: Database): Promise<{ listed: string[]; counted: number | undefined }> {
  const query = { restored: true, sort: 'name', limit: 100, count: true } as const;
  const { items } = await listDevices(db, query, new Date());
  const counts = await countByFacet(db, { restored: true }, new Date());
  return { listed: items.map(({ name }) => name), counted: counts.by?.restored };
}

/** What Entra says of each device: whether it is compliant. */
async function entra(): Promise<Partial<Record<Name, boolean>>> {
  const { devices } = (await sandbox.control('GET', 'devices')) as {
    devices: { deviceId: string; isCompliant: boolean }[];
  };
  const of = new Map(devices.map(({ deviceId, isCompliant }) => [deviceId, isCompliant]));
  return Object.fromEntries(
    names.flatMap((name) => (of.has(azureId(name)) ? [[name, of.get(azureId(name))]] : [])),
  );
}

async function requests(): Promise<Record<string, number>> {
  return ((await sandbox.control('GET', 'stats')) as { requests: Record<string, number> }).requests;
}

const until = (what: () => Promise<void>) => vi.waitFor(what, { timeout: 60_000, interval: 100 });
const start = (url: string) => startWorkerProcess(url, sandbox);

test('after a restore no older verdict overtakes a newer one', async () => {
  const first = await open();
  worker = await start(first.url);
  for (const name of names) await checkIn(first.db, name, null);
  // Neither can be reported, with a restore or without.
  await checkInUnreportable(first.db);
  await until(async () =>
    expect(await entra()).toEqual({ same: true, newer: true, told: true, older: true, unread: true }),
  );
  await until(async () =>
    expect(await first.db.pool.report.count({ where: { status: { not: 'successful' } } })).toBe(0),
  );
  // Not sent yet when the backup is made
  await worker.kill();
  await checkIn(first.db, 'unread', 'block');
  const file = join(dir, 'backup');
  await writeBackupFile(file, { databaseUrl: first.url, keys });
  worker = await start(first.url);
  await checkIn(first.db, 'newer', 'block');
  await checkIn(first.db, 'told', 'block');
  await checkIn(first.db, 'older', 'block');
  const lost = { same: true, newer: false, told: false, older: false, unread: false };
  await until(async () => expect(await entra()).toEqual(lost));
  await worker.kill();
  const before = await requests();

  const second = await open({ template: false });
  const { manifest } = await walkBackup(file, keys);
  await restoreDatabase(second.url, { file, keys, manifest });
  const { db } = second;
  const ids = new Map((await db.pool.device.findMany()).map(({ externalId, id }) => [externalId, id]));
  const device = async (name: Name) => getDevice(db, ids.get(name) ?? '', new Date());
  // Nothing may be sent before Entra is read, not even what is new.
  await sandbox.control('POST', 'faults', { match: 'devices', status: 503 });
  worker = await start(second.url);
  await checkIn(db, 'older', null);
  await until(async () => expect((await requests()).devices).toBeGreaterThan(before.devices ?? 0));
  expect((await getConnection(db, identity, new Date())).restore).toMatchObject({ devices: 7, readAt: null });
  expect((await requests()).upload).toBe(before.upload);
  await sandbox.control('DELETE', 'faults');
  await until(async () => {
    const { restore } = await getConnection(db, identity, new Date());
    expect(restore).toMatchObject({ devices: 7, read: 7, waiting: 2, readAt: expect.any(String) });
  });

  // A check-in is the truth from now on; what Entra shares is not sent again.
  await until(async () => expect(await entra()).toEqual({ ...lost, older: true }));
  expect(await device('same')).toMatchObject({
    obstacle: null,
    restoredAgrees: true,
    verdict: 'compliant',
    due: null,
  });
  expect(await device('unread')).toMatchObject({
    obstacle: null,
    restoredAgrees: true,
    verdict: 'noncompliant',
    due: null,
  });
  expect(await waiting(db)).toEqual({ listed: ['newer', 'told'], counted: 2 });
  expect(conditionsOf(await getConnection(db, identity, new Date()), Date.now())).toContain('restored');
  expect(await device('newer')).toMatchObject({
    obstacle: 'restored',
    verdict: 'compliant',
    nextStep: { step: 'wait_for_check_in', who: 'device_then_admin' },
  });
  // Dated before the restore: it may be older than what was lost.
  await checkIn(db, 'newer', null, new Date(manifest.takenAt));
  await reportNow(db, ids.get('told') ?? '', admin, new Date());
  await until(async () => expect(await entra()).toEqual({ ...lost, older: true, told: true }));
  expect(await device('newer')).toMatchObject({ obstacle: 'restored' });
  await checkIn(db, 'newer', null);
  await until(async () => expect(await entra()).toEqual({ ...lost, older: true, told: true, newer: true }));
  const reports = await db.pool.report.findMany({ where: { createdAt: { gt: new Date(manifest.takenAt) } } });
  const nameOf = new Map([...ids].map(([name, id]) => [id, name]));
  expect(reports.map(({ deviceId }) => nameOf.get(deviceId)).toSorted()).toEqual(['newer', 'older', 'told']);
  // Their registration is not new: Entra was told of them before.
  const triggers = reports.map(({ deviceId, trigger }) => [nameOf.get(deviceId), trigger]).toSorted();
  expect(triggers).toEqual([
    ['newer', 'compliance_change'],
    ['older', 'compliance_change'],
    ['told', 'manual'],
  ]);
  const { restore, ...after } = await getConnection(db, identity, new Date());
  expect(restore).toMatchObject({ waiting: 0 });
  expect(conditionsOf({ ...after, restore }, Date.now())).not.toContain('restored');
}, 240_000);
