import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import {
  type SandboxProcess,
  startSandboxProcess,
  startWorkerProcess,
  type WorkerProcess,
} from '#lib/test-kit/processes/product-processes';
import { createAzureGateway } from '../lib/azure/create-azure-gateway.ts';
import type { SandboxStore } from '../lib/sandbox/sandbox-store.ts';
import { type Figure, figure, plainFigure, secondsOf } from './measure.ts';

/** Changes that somebody else makes in Entra at once */
const changes = 1000;

/**
 * The first walk over all devices of Entra by a worker process, beside a plain loop that reads the same pages; and how long
 * a worker needs for changes that were made behind its back, from the start of the round that brings them.
 */
export async function benchEntraChanges(url: string, size = 100_000): Promise<Figure[]> {
  const sandbox = await startSandboxProcess([], (store) => fillEntra(store, size));
  const sql = new Client({ connectionString: url });
  await sql.connect();
  let worker: WorkerProcess | null = null;
  try {
    await fillDevices(sql, size);
    const floor = await plainWalk(sandbox);
    const memory: number[] = [];
    worker = await startWorkerProcess(url, sandbox, { TENKO_DELTA_MINUTES: '1' });
    const walk = await roundAfter(sql, null, worker, memory);
    await makeChanges(sandbox);
    const round = await roundAfter(sql, walk.finishedAt, worker, memory);
    await untilKnown(sql);
    const known = (Date.now() - round.startedAt) / 1000;
    return [
      figure('first walk over all devices', 'devices/s', [size / walk.seconds], [size / floor]),
      plainFigure('the same, in all', `${walk.seconds.toFixed(1)} s`),
      plainFigure('memory of the worker, at most', `${Math.round(Math.max(...memory))} MiB`),
      plainFigure(`${changes} changes, from the start of a round to the page`, `${known.toFixed(1)} s`),
    ];
  } finally {
    await worker?.kill('SIGTERM');
    await sql.end();
    await sandbox.stop();
  }
}

const idOf = (index: number) => `007c8232-9489-4074-9b35-${index.toString(16).padStart(12, '0')}`;

function fillEntra(store: SandboxStore, size: number): void {
  store.transact(() => {
    for (let index = 0; index < size; index += 1) {
      const device = {
        deviceId: idOf(index),
        name: `Device ${index}`,
        os: 'iOS',
        osVersion: '26.1',
        userId: idOf(index),
        isCompliant: true,
        isManaged: true,
        lastCheckIn: Date.now(),
        lastUpdate: 1,
      };
      store.putDevice(device, 'none', 0);
    }
  });
}

/** Nine of ten are known here, with the state that Entra shows: nothing is due. */
async function fillDevices(sql: Client, size: number): Promise<void> {
  await sql.query("INSERT INTO feeds (name) VALUES ('bench')");
  await sql.query(
    `INSERT INTO devices (id, feed, external_id, name, os, os_version, verdict, verdict_since, first_check_in_at,
       last_check_in_at, azure_device_id, entra_is_compliant, entra_is_managed, entra_enabled, entra_read_at)
     SELECT gen_random_uuid(), 'bench', n, 'Device ' || n, 'ios', '26.1', 'compliant', now(), now(), now(),
       ('007c8232-9489-4074-9b35-' || lpad(to_hex(n), 12, '0'))::uuid, true, true, true, now()
     FROM generate_series(0, $1::integer - 1) n WHERE n % 10 > 0`,
    [size],
  );
  await sql.query('VACUUM ANALYZE devices');
}

function plainWalk(sandbox: SandboxProcess): Promise<number> {
  const gateway = createAzureGateway({ ...sandbox.settings, dispatcher: sandbox.dispatcher });
  return secondsOf(async () => {
    let link: string | null = null;
    for (let isLast = false; !isLast; ) {
      const page = await gateway.readDeviceChanges(link);
      if (page === null) throw new Error('the sandbox forgot the link');
      ({ link, isLast } = page.next);
    }
  });
}

/** Waits for the end of the round after one that ended at a time. */
async function roundAfter(sql: Client, before: number | null, worker: WorkerProcess, memory: number[]) {
  for (;;) {
    memory.push(await worker.memory());
    const { rows } = await sql.query(
      'SELECT running, known_at AS "startedAt", round_finished_at AS "finishedAt" FROM entra_delta',
    );
    const { running, startedAt, finishedAt } = rows[0];
    if (!running && finishedAt !== null && finishedAt.getTime() !== before) {
      const times = { startedAt: startedAt.getTime(), finishedAt: finishedAt.getTime() };
      return { ...times, seconds: (times.finishedAt - times.startedAt) / 1000 };
    }
    await wait(100);
  }
}

async function makeChanges(sandbox: SandboxProcess): Promise<void> {
  for (let index = 0; index < changes; index += 1) {
    await sandbox.control('PUT', `devices/${idOf(index * 10 + 1)}`, { enabled: false });
  }
}

async function untilKnown(sql: Client): Promise<void> {
  for (;;) {
    const { rows } = await sql.query(
      'SELECT count(*)::integer AS count FROM devices WHERE NOT entra_enabled',
    );
    if (rows[0].count >= changes) return;
    await wait(100);
  }
}
