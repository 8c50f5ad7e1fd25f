import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { request } from 'undici';
import { type Database, openDatabase } from '#lib/db/core/database';
import { commandLine } from '#lib/domain/people/actor';
import type { SourceTools } from '#lib/domain/sources/source-tools';
import { openSecretBox } from '#lib/secrets/secret-box';
import {
  startSandboxProcess,
  startWorkerProcess,
  type WorkerProcess,
} from '#lib/test-kit/processes/product-processes';
import { fleetActions, mapFleetHost } from '../lib/sources/readers/fleet/map-fleet-host.ts';
import { createSource } from '../lib/sources/save-source.ts';
import { getSourceRun, listSourceRuns, startSourceRun } from '../lib/sources/source-runs.ts';
import { type Figure, figure, plainFigure, secondsOf } from './measure.ts';

const rounds = [1, 2, 3];

/**
 * The first run over a fleet by a worker process, and later ones in which nothing changed, beside a plain loop that reads the same
 * pages, maps them and drops them.
 */
export async function benchSources(url: string, size = 100_000): Promise<Figure[]> {
  const sandbox = await startSandboxProcess();
  const fast = fork(new URL('fast-source.ts', import.meta.url), [String(size)]);
  const db = openDatabase(url);
  let worker: WorkerProcess | null = null;
  try {
    const [address] = (await once(fast, 'message')) as [string];
    const floor: number[] = [];
    for (const _ of rounds) floor.push(await secondsOf(() => plainWalk(address)));
    const key = randomBytes(32);
    worker = await startWorkerProcess(url, sandbox, { TENKO_SECRET_KEY: key.toString('base64') });
    const id = await addSource(db, address, key);
    const memory: number[] = [];
    const processor = [await worker.processor()];
    const first = await secondsOfRun(db, { id, worker, memory });
    processor.push(await worker.processor());
    const later: number[] = [];
    for (const _ of rounds) {
      await startSourceRun(db, id, { kind: 'full', acceptFewer: false }, commandLine, new Date());
      later.push(await secondsOfRun(db, { id, worker, memory }));
    }
    processor.push(await worker.processor());
    const rate = (seconds: number) => size / seconds;
    const [atStart = 0, afterFirst = 0, atEnd = 0] = processor;
    const each = (seconds: number, runs: number) => `${Math.round((seconds / size / runs) * 1e6)} µs`;
    return [
      figure('first run', 'devices/s', [rate(first)], floor.map(rate)),
      figure('a run in which nothing changed', 'devices/s', later.map(rate), floor.map(rate)),
      plainFigure('processor time of the worker for each device, first run', each(afterFirst - atStart, 1)),
      plainFigure('the same, nothing changed', each(atEnd - afterFirst, rounds.length)),
      plainFigure('memory of the worker, at most', `${Math.round(Math.max(...memory))} MiB`),
    ];
  } finally {
    await worker?.kill('SIGTERM');
    await db.close();
    await endChild(fast);
    await sandbox.stop();
  }
}

async function plainWalk(address: string): Promise<void> {
  const follows = fleetActions({});
  for (let page = 0, length = 1; length > 0; page += 1) {
    const query = 'per_page=500&order_key=id&order_direction=asc&populate_policies=true&device_mapping=true';
    const { body } = await request(`${address}/api/v1/fleet/hosts?page=${page}&${query}`);
    const { hosts } = (await body.json()) as { hosts: Record<string, unknown>[] };
    for (const host of hosts) mapFleetHost(host, follows);
    ({ length } = hosts);
  }
}

async function addSource(db: Database, url: string, key: Buffer): Promise<string> {
  const sources: SourceTools = {
    openReader: () => {
      throw new Error('only the worker reads');
    },
    problemOfMapping: () => null,
    secrets: openSecretBox({ keys: [key], keyFile: '' }),
    allowHttp: false,
  };
  const input = {
    name: 'bench',
    kind: 'fleet',
    url,
    settings: { criticalAction: 'quarantine', otherAction: 'send_alert' },
    secrets: { token: 'any' },
    // Nothing is to be reported while the runs are measured.
    observeOnly: true,
    everyMinutes: 1440,
    fullWalkHour: (new Date().getHours() + 12) % 24,
    enabled: true,
  } as const;
  return (await createSource({ db, sources }, input, commandLine, new Date())).id;
}

interface Measured {
  id: string;
  worker: WorkerProcess;
  memory: number[];
}

/** Of the newest run, once it has ended. */
async function secondsOfRun(db: Database, { id, worker, memory }: Measured): Promise<number> {
  for (;;) {
    await wait(100);
    memory.push(await worker.memory());
    const [newest] = (await listSourceRuns(db, id, { limit: 1 })).items;
    if (newest?.endedAt === undefined || newest.endedAt === null) continue;
    const run = await getSourceRun(db, id, newest.id);
    if (run.state !== 'done') throw new Error(`the run ended ${run.state}: ${run.problem?.message}`);
    return (Date.parse(run.endedAt ?? '') - Date.parse(run.startedAt)) / 1000;
  }
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.disconnect();
  await ended;
}
