import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createApiKey } from '#lib/auth/create-api-key';
import { readEnv } from '#lib/env';
import { provideWebRuntime, webRuntime } from '#lib/http/route/web-runtime';
import { createLog } from '#lib/log';
import { bearer, callRoute } from '#lib/test-kit/api/call-route';
import { startSandboxProcess, startWorkerProcess } from '#lib/test-kit/processes/product-processes';
import { migrate } from '../commands/migrate.ts';
import { isAlive } from '../supervisor/process-check.ts';
import { openWebRuntime } from '../web/open-web-runtime.ts';
import { type EmbeddedDatabase, startEmbeddedDatabase } from './embedded-database.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const closers: (() => unknown)[] = [];
const disk = await mountSmallDisk();
const onSmallDisk = disk === null ? test.skip : test;
const why = disk === null ? ' (skipped: a small file system can be mounted by root on Linux only)' : '';
let database: EmbeddedDatabase;
let key: string;

/** A folder that holds 200 MB; null: this user or system cannot mount one. */
async function mountSmallDisk(): Promise<string | null> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  const dir = await mkdtemp(join(tmpdir(), 'tenko-full-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=200m,mode=0711', 'tmpfs', dir], { stdio: 'ignore' });
  } catch {
    await rm(dir, { recursive: true });
    return null;
  }
  closers.push(async () => {
    execFileSync('umount', [dir]);
    await rm(dir, { recursive: true });
  });
  return dir;
}

beforeAll(async () => {
  if (disk === null) return;
  const logs = await mkdtemp(join(tmpdir(), 'tenko-full-logs-'));
  closers.push(() => rm(logs, { recursive: true }));
  await mkdir(join(disk, 'data'));
  await chmod(join(disk, 'data'), 0o711);
  database = await startEmbeddedDatabase({
    dir: join(disk, 'data', 'database'),
    passwordFile: join(logs, 'password'),
    logFile: join(logs, 'database.log'),
    settings: ['max_wal_size=32MB', 'min_wal_size=32MB', 'autovacuum_naptime=1'],
  });
  closers.push(() => database.stop());
  await migrate(database.url);
  provideWebRuntime(openWebRuntime(readEnv({ DATABASE_URL: database.url }), createLog('web', 'silent')));
  const { db } = webRuntime();
  closers.push(() => db.close());
  const scopes = ['admin', 'check-ins:write'] as const;
  ({ key } = await createApiKey(db, { name: 'all', feed: 'mdm', scopes: [...scopes], now: new Date() }));
});
afterAll(async () => {
  for (const close of closers.toReversed()) await close();
});

/** Takes all room that is left; returns how to give it back. */
async function fillDisk(): Promise<() => Promise<void>> {
  const path = join(disk ?? '', 'filling');
  const file = await open(path, 'w');
  for (const piece of [Buffer.alloc(1 << 20), Buffer.alloc(4096)]) {
    while (
      await file.write(piece).then(
        ({ bytesWritten }) => bytesWritten === piece.length,
        () => false,
      )
    );
  }
  await file.close();
  return () => rm(path);
}

let batch = 0;
async function checkIn(): Promise<{ status: number; reason: unknown }> {
  batch += 1;
  const checkIns = Array.from({ length: 200 }, (_, index) => ({
    externalId: `device-${batch}-${index}`,
    checkedInAt: new Date().toISOString(),
    device: { name: `Device ${batch} ${index}`, os: 'ios', osVersion: '26.1' },
    user: { principalName: `user${batch}-${index}@example.com`, displayName: 'Somebody' },
    violations: [],
    azure: { deviceId: crypto.randomUUID(), clientStatusCode: 'Success' },
  }));
  const { status, json } = await callRoute('POST', '/api/v1/check-ins', {
    headers: bearer(key),
    body: { checkIns },
  });
  return { status, reason: json.reason };
}

async function ready(): Promise<unknown> {
  return (await callRoute('GET', '/api/health/ready')).json.problems;
}

onSmallDisk(`a full disk is 503 and named, and all goes on by itself once there is room${why}`, async () => {
  const sandbox = await startSandboxProcess();
  const worker = await startWorkerProcess(database.url, sandbox, { TENKO_LOG_LEVEL: 'fatal' });
  try {
    expect(await checkIn()).toMatchObject({ status: 200 });
    expect(await ready()).toEqual([]);
    const giveBack = await fillDisk();
    // Pages that are there already have some room; what needs a new one fails.
    await expect.poll(ready, { timeout: 20_000 }).toEqual(['database_disk_full']);
    await expect
      .poll(checkIn, { timeout: 30_000, interval: 10 })
      .toEqual({ status: 503, reason: 'disk_full' });
    expect(await ready()).toEqual(['database_disk_full']);
    await giveBack();
    await expect.poll(ready, { timeout: 20_000 }).toEqual([]);
    expect(await checkIn()).toMatchObject({ status: 200 });
    expect(isAlive(worker.pid)).toBe(true);
    const { db } = webRuntime();
    const unreported = () =>
      db.pool.device.count({
        where: { OR: [{ azureComplianceStatus: null }, { azureComplianceStatus: { not: 'successful' } }] },
      });
    await expect.poll(unreported, { timeout: 90_000, interval: 500 }).toBe(0);
  } finally {
    await worker.kill();
    await sandbox.stop();
  }
});
