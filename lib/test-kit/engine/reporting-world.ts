import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent } from 'undici';
import { expect, vi } from 'vitest';
import { createAzureGateway } from '#lib/azure/create-azure-gateway';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import type { DeviceDetail } from '#lib/contract/device';
import { deviceQuery } from '#lib/contract/device-list';
import { openDatabase } from '#lib/db/core/database';
import { getDevice } from '#lib/devices/get-device';
import { listDevices } from '#lib/devices/list-devices';
import { defaultSettings, type Engine, type EngineSettings } from '#lib/engine/engine';
import { createLog } from '#lib/log';
import { getReport } from '#lib/reports/get-report';
import { listDeviceReports } from '#lib/reports/list-reports';
import { createBoss, createReportQueues, reportQueue } from '#lib/run/worker/report-queue';
import { startReporting } from '#lib/run/worker/start-reporting';
import { createSandbox } from '#lib/sandbox/create-sandbox';
import { ensureCertificate } from '#lib/sandbox/ensure-certificate';
import { sandboxSettings } from '#lib/sandbox/identity';
import { createTestDatabase } from '../test-database.ts';
import { hurryJobs } from './hurry-jobs.ts';

export type ReportingWorld = Awaited<ReturnType<typeof createReportingWorld>>;

/** How often the engine looks for due devices: more often than in the product, because tests wait for it. */
const lookEveryMs = 50;

/** The whole loop in one process: PostgreSQL, pg-boss, the engine, and the sandbox behind its real wire, without its pauses. */
export async function createReportingWorld({
  settleDelayMs = 0,
  settings = {},
}: {
  settleDelayMs?: number;
  settings?: Partial<EngineSettings>;
} = {}) {
  const dir = await mkdtemp(join(tmpdir(), 'tenko-world-'));
  const database = await createTestDatabase();
  const db = openDatabase(database.url);
  const { certificate, key } = await ensureCertificate(dir);
  const sandbox = createSandbox({ certificate, key, file: ':memory:', settleDelayMs });
  const { url } = await sandbox.listen(0, '127.0.0.1');
  const dispatcher = new Agent({ connect: { ca: certificate } });
  const boss = createBoss(database.url, { superviseIntervalSeconds: 1, monitorIntervalSeconds: 1 });
  boss.on('error', () => {});
  await boss.start();
  await createReportQueues(boss);
  const time = { aheadMs: 0 };
  const engine: Engine = {
    db,
    gateway: createAzureGateway({ ...sandboxSettings(url), dispatcher }),
    queue: reportQueue(boss),
    log: createLog('test', 'silent'),
    clock: () => new Date(Date.now() + time.aheadMs),
    random: Math.random,
    settings: { ...defaultSettings, ...settings },
    publicUrl: 'https://tenko.example.com',
  };
  const reporting = await startReporting(engine, boss, { lookEveryMs });
  const hurry = hurryJobs(database.url, reporting);
  return {
    db,
    engine,
    boss,
    sandbox,
    /** Moves the engine's clock ahead */
    passTime: (ms: number) => {
      time.aheadMs += ms;
    },
    checkIn: (checkIns: unknown[], feed = 'test') =>
      recordCheckIns(db, { feed, checkIns, now: engine.clock() }),
    device: (id: string) => getDevice(db, id, engine.clock()),
    devices: async () =>
      (await listDevices(db, deviceQuery.parse({ limit: 200, sort: 'name' }), engine.clock())).items,
    /** The newest report of a device */
    report: async (id: string) => {
      const [newest] = (await listDeviceReports(db, id, { limit: 1 })).items;
      return getReport(db, newest?.id ?? '');
    },
    reports: (id: string) => listDeviceReports(db, id, { limit: 50 }),
    /** What Entra shows under an Azure id; null: nothing */
    shown: (azureDeviceId: string) => {
      const row = sandbox.store.device(azureDeviceId);
      if (row === null) return null;
      return {
        name: row.name,
        userId: row.user_id,
        isManaged: row.is_managed === 1,
        isCompliant: row.is_compliant === 1,
      };
    },
    /** The extension attributes of a device object that are set */
    attributes: (azureDeviceId: string): Record<string, string> =>
      JSON.parse(sandbox.store.device(azureDeviceId)?.extension_attributes ?? '{}'),
    /** Waits until a device is as expected */
    eventually: (id: string, expected: Partial<DeviceDetail>) =>
      vi.waitFor(async () => expect(await getDevice(db, id, engine.clock())).toMatchObject(expected), {
        timeout: 30_000,
        interval: 50,
      }),
    close: async () => {
      await hurry.stop();
      await reporting.stop();
      await boss.stop({ graceful: false });
      await sandbox.close();
      await dispatcher.destroy();
      await db.close();
      await database.drop();
      await rm(dir, { recursive: true });
    },
  };
}

let made = 0;

/** A check-in of a device that Azure knows. */
export function connectedCheckIn(name: string, minute: number, more: Record<string, unknown> = {}) {
  made += 1;
  return {
    externalId: name,
    checkedInAt: new Date(Date.now() - 3_600_000 + minute * 60_000).toISOString(),
    device: { name, os: 'ios', osVersion: '26.1' },
    user: { principalName: `user${made}@example.com` },
    azure: { deviceId: azureIdOf(name), clientStatusCode: 'Success' },
    ...more,
  };
}

/** One Azure device id for each name. */
export function azureIdOf(name: string): string {
  const digits = Buffer.from(name).toString('hex').padEnd(12, '0').slice(-12);
  return `007c8232-9489-4074-9b35-${digits}`;
}
