import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { SourceInput } from '#lib/contract/sources/source';
import { type Database, openDatabase } from '#lib/db/core/database';
import { commandLine } from '#lib/domain/people/actor';
import type { SourceKind } from '#lib/domain/sources/source';
import { createLog } from '#lib/log';
import { type RepeatedTask, repeat } from '#lib/run/worker/repeat';
import type { Fault } from '#lib/sandbox/faults';
import { simulatedSources } from '#lib/sandbox/mdm/simulated-sources';
import { openSecretBox } from '#lib/secrets/secret-box';
import { createSource } from '#lib/sources/save-source';
import { listSourceRuns, startSourceRun } from '#lib/sources/source-runs';
import {
  type SandboxProcess,
  startSandboxProcess,
  startWorkerProcess,
  type WorkerProcess,
} from '#lib/test-kit/processes/product-processes';
import { isSoak, rounds } from '#lib/test-kit/soak';
import { createTestDatabase, type TestDatabase } from '#lib/test-kit/test-database';

vi.setConfig({ testTimeout: 240_000 });

const key = 'cd'.repeat(32);
/** Devices of an MDM, and how many are read when a worker is killed */
const size = rounds(2000, 5000);
const kills = isSoak ? [1, 1500, 3000] : [500];
let database: TestDatabase;
let db: Database;
let sandbox: SandboxProcess;
let hurry: RepeatedTask;
const workers = new Set<WorkerProcess>();

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url, { maxConnections: 3 });
  sandbox = await startSandboxProcess();
  // Nobody waits for what a failure costs, or for a worker that is dead; a pause between pages lasts as long as in the product.
  hurry = repeat('hurry', 50, createLog('test', 'silent'), async () => {
    await db.pool
      .$executeRaw`UPDATE source_runs SET resume_at = NULL WHERE failures > 0 AND resume_at IS NOT NULL`;
    return false;
  });
}, 60_000);
afterEach(async () => {
  await Promise.all([...workers].map((worker) => worker.kill()));
  workers.clear();
  await sandbox.control('DELETE', 'faults');
});
afterAll(async () => {
  await hurry.stop();
  await sandbox.stop();
  await db.close();
  await database.drop();
}, 60_000);

async function startWorker(): Promise<WorkerProcess> {
  const worker = await startWorkerProcess(database.url, sandbox, {
    TENKO_SECRET_KEY: key,
    TENKO_LOG_LEVEL: 'fatal',
  });
  workers.add(worker);
  return worker;
}

async function kill(worker: WorkerProcess): Promise<void> {
  await worker.kill();
  workers.delete(worker);
  await db.pool.$executeRaw`UPDATE source_runs SET lease_until = clock_timestamp() WHERE lease IS NOT NULL`;
}

interface Case {
  kind: SourceKind;
  match: Fault['match'];
  sizes: Record<string, number>;
  skipped: number;
}
const cases: Case[] = [
  { kind: 'ivanti_neurons', match: 'mdm-ivanti', sizes: { ivanti: size }, skipped: 1 },
  {
    kind: 'jamf_pro',
    match: 'mdm-jamf',
    sizes: { jamf_computers: size / 2, jamf_mobile: size / 2 },
    skipped: 2,
  },
  { kind: 'intune', match: 'managed-devices', sizes: { intune: size }, skipped: 1 },
  { kind: 'json', match: 'mdm-json', sizes: { json: size }, skipped: 1 },
  { kind: 'fleet', match: 'mdm-fleet', sizes: { fleet: size }, skipped: 1 },
];

test.each(cases)(
  'devices of $kind are recorded once each while workers are killed and the source fails',
  async ({ kind, match, sizes, skipped }) => {
    await sandbox.control('PUT', 'mdm/sizes', sizes);
    const simulated = simulatedSources(sandbox.url).find((one) => one.kind === kind);
    const { url, settings, secrets } = simulated ?? {};
    // Never reported: the source is what this is about.
    const input = { name: kind, kind, url: kind === 'intune' ? null : url, settings, observeOnly: true };
    const all = {
      ...input,
      secrets,
      everyMinutes: 1440,
      fullWalkHour: 2,
      enabled: true,
    } as unknown as SourceInput;
    const tools = {
      openReader: () => Promise.reject(new Error('read by workers')) as never,
      problemOfMapping: () => null,
      secrets: openSecretBox({ keys: [Buffer.from(key, 'hex')], keyFile: '' }),
      allowHttp: false,
    };
    const { id, feed } = await createSource({ db, sources: tools }, all, commandLine, new Date());
    const newest = async () => (await listSourceRuns(db, id, { limit: 1 })).items[0];
    const until = (isSo: (read: number) => boolean) =>
      vi.waitFor(
        async () => {
          const run = await newest();
          expect(run?.state === 'failed' ? run : null).toBeNull();
          const read = run?.state === 'done' ? Number.POSITIVE_INFINITY : (run?.read ?? -1);
          expect([isSo(read), run]).toEqual([true, run]);
        },
        { timeout: 120_000, interval: 20 },
      );
    const arm = (...faults: Omit<Fault, 'match'>[]) =>
      Promise.all(faults.map((fault) => sandbox.control('POST', 'faults', { match, ...fault })));
    await arm({ status: 500 }, { cut: 'before' });
    let [first, second] = await Promise.all([startWorker(), startWorker()]);
    for (const read of kills) {
      await until((count) => count >= read);
      await arm({ status: 429, retryAfterSeconds: 7 }, { cut: 'after' });
      await kill(first);
      [first, second] = [second, await startWorker()];
    }
    await until((count) => count === Number.POSITIVE_INFINITY);
    const counts = {
      read: size,
      created: size - skipped,
      skipped,
      unchanged: 0,
      changed: 0,
      stale: 0,
      rejected: 0,
    };
    expect(await newest()).toMatchObject({ state: 'done', ...counts, missing: 0 });
    expect(await db.pool.device.count({ where: { feed } })).toBe(size - skipped);
    const history = await db.pool.checkIn.count();
    await startSourceRun(db, id, { kind: 'full', acceptFewer: false }, commandLine, new Date());
    await until((count) => count === Number.POSITIVE_INFINITY);
    const same = { read: size, created: 0, skipped, missing: 0, rejected: 0, stale: 0 };
    const run = await newest();
    expect(run).toMatchObject({ state: 'done', ...same });
    // Few were in contact meanwhile; the others cost nothing.
    expect(run?.changed).toBeLessThan(100);
    expect(await db.pool.checkIn.count()).toBeLessThan(history + 100);
    expect(await db.pool.report.count()).toBe(0);
    expect(await sandbox.control('GET', 'breaches')).toMatchObject({ total: 0 });
  },
);
