import { setTimeout as passing } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Pool } from 'pg';
import { expect, vi } from 'vitest';
import { type Database, openDatabase } from '#lib/db/core/database';
import { migrate } from '#lib/run/commands/migrate';
import { startScratchDatabase } from '#lib/run/commands/scratch-database';
import { reportJobNames } from '#lib/run/worker/report-queue';
import type { Fault } from '#lib/sandbox/faults';
import {
  type SandboxProcess,
  startSandboxProcess,
  startWorkerProcess,
  type WorkerProcess,
} from '../processes/product-processes.ts';
import { findBrokenPromises, watchPromises } from './broken-promises.ts';
import { type CheckInLoad, createCheckInLoad, type LoadOptions } from './check-in-load.ts';
import { findDifferences, findOpenWork, type ShownDevice } from './compare-with-azure.ts';
import { findForgottenChanges } from './forgotten-changes.ts';

export type FaultWorld = Awaited<ReturnType<typeof createFaultWorld>>;

/** How long everything may take to come to its end once the faults are over: the longest wait is pg-boss's for a dead worker. */
const settledWithinMs = 100_000;
/** Far more than Graph allows */
const usualWrites = { writes: 100_000, seconds: 10 };
const clockAhead = fileURLToPath(new URL('five-minutes-ahead.ts', import.meta.url));

/** PostgreSQL, the sandbox and workers as in the product, each a process of its own that may fail. */
export async function createFaultWorld() {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const closer of closers.toReversed()) await closer().catch(() => undefined);
  };
  try {
    return await open(closers, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(closers: (() => Promise<unknown>)[], close: () => Promise<void>) {
  const database = await startScratchDatabase();
  closers.push(database.remove);
  await migrate(database.url);
  const sandbox = await startSandboxProcess(['--settle-delay-ms', '1200']);
  closers.push(sandbox.stop);
  await sandbox.control('PUT', 'write-limit', usualWrites);
  const sql = new Pool({ connectionString: database.url, max: 3 });
  // A restart ends sessions that wait here; the next statement opens a new one.
  sql.on('error', () => undefined);
  closers.push(() => sql.end());
  await watchPromises(sql);
  const db: Database = openDatabase(database.url, { maxConnections: 4 });
  closers.push(db.close);
  const workers = new Set<WorkerProcess>();
  const killWorkers = async () => {
    await Promise.all([...workers].map((worker) => worker.kill()));
    workers.clear();
  };
  closers.push(killWorkers);

  const requests = async (...names: string[]): Promise<number> => {
    const stats = (await sandbox.control('GET', 'stats')) as { requests: Record<string, number> };
    return names.reduce((sum, name) => sum + (stats.requests[name] ?? 0), 0);
  };
  const messages = async () => {
    const { rows } = await sql.query<{ count: number }>(
      'SELECT count(*)::integer AS count FROM uploads WHERE body IS NOT NULL',
    );
    return rows[0]?.count ?? 0;
  };
  return {
    sandbox,
    sql,
    requests,
    messages,
    db,
    restartDatabase: database.restart,
    load: (options: LoadOptions): CheckInLoad => createCheckInLoad(db, options),
    startWorker: async ({ isAhead = false } = {}): Promise<WorkerProcess> => {
      const more: Record<string, string> = {
        TENKO_LOG_LEVEL: 'fatal',
        // Faults are what tests wait for, not Graph's limit; they arm a lower one where that is the fault.
        TENKO_GRAPH_WRITES_PER_SECOND: '400',
      };
      if (isAhead) more.NODE_OPTIONS = `--import=${clockAhead}`;
      const worker = await startWorkerProcess(database.url, sandbox, more);
      workers.add(worker);
      return worker;
    },
    killWorkers,
    arm: (...faults: Fault[]) => Promise.all(faults.map((fault) => sandbox.control('POST', 'faults', fault))),
    heal: async (): Promise<void> => {
      await sandbox.control('DELETE', 'faults');
      await sandbox.control('PUT', 'roles', { revoked: [] });
      await sandbox.control('PUT', 'write-limit', usualWrites);
    },
    /** The faults that may still strike, and how often each did. */
    armed: async () => {
      const { faults } = (await sandbox.control('GET', 'faults')) as {
        faults: (Fault & { struck: number })[];
      };
      return faults;
    },
    connection: async () => {
      const { rows } = await sql.query<{ health: string; code: string | null; detail: string | null }>(
        'SELECT health, problem_code AS code, problem_detail AS detail FROM connection',
      );
      return rows[0];
    },
    /** Until something is wrong already, or told to stop; a database that is being restarted tells nothing. */
    watch: async (over: AbortSignal): Promise<string[]> => {
      while (!over.aborted) {
        const wrong = await findForgottenChanges(sql).catch((): string[] => []);
        if (wrong.length > 0) return wrong;
        await passing(500, undefined, { signal: over }).catch(() => undefined);
      }
      return [];
    },
    /** Waits until nothing is on its way. */
    untilSettled: () =>
      vi.waitFor(async () => expect(await findOpenWork(sql)).toEqual([]), {
        timeout: settledWithinMs,
        interval: 200,
      }),
    /** All that is wrong in the end, a line each, over all devices that there ever were. */
    judge: async (load: CheckInLoad): Promise<string[]> => {
      const { rows: failed } = await sql.query<{ name: string }>(
        `SELECT name FROM pgboss.job WHERE name = ANY($1) AND state = 'failed'`,
        [reportJobNames],
      );
      const { total, breaches } = (await sandbox.control('GET', 'breaches')) as {
        total: number;
        breaches: { kind: string; detail: string }[];
      };
      return [
        ...(await lastingDifferences(sql, sandbox)),
        ...(await load.findWrongVerdicts(sql)),
        ...(await findBrokenPromises(sql)),
        ...(total === 0 ? [] : breaches.map(({ kind, detail }) => `${kind}: ${detail}`)),
        ...failed.map(({ name }) => `a job of ${name} failed for good`),
      ];
    },
    close,
  };
}

/** Entra follows a write a moment after it took it: differences that outlast that. */
async function lastingDifferences(sql: Pool, sandbox: SandboxProcess): Promise<string[]> {
  const until = Date.now() + 10_000;
  for (;;) {
    const differences = await findDifferences(sql, await shownBy(sandbox), new Date());
    if (differences.length === 0 || Date.now() > until) return differences;
    await passing(250);
  }
}

async function shownBy(sandbox: SandboxProcess): Promise<Map<string, ShownDevice>> {
  const shown = new Map<string, ShownDevice>();
  for (let after = ''; ; ) {
    const page = (await sandbox.control('GET', `devices?after=${after}&limit=5000`)) as {
      devices: (Omit<ShownDevice, 'lastUpdateTime'> & { deviceId: string; lastUpdateTime: string })[];
    };
    for (const { deviceId, lastUpdateTime, ...device } of page.devices) {
      shown.set(deviceId, { ...device, lastUpdateTime: new Date(lastUpdateTime) });
    }
    const last = page.devices.at(-1);
    if (last === undefined) return shown;
    after = last.deviceId;
  }
}
