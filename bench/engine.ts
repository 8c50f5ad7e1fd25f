import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { openDatabase } from '#lib/db/core/database';
import {
  type SandboxProcess,
  startSandboxProcess,
  startWorkerProcess,
  type WorkerProcess,
} from '#lib/test-kit/processes/product-processes';
import { createAzureGateway } from '../lib/azure/create-azure-gateway.ts';
import { fillFleet } from './fill-fleet.ts';
import { type Figure, figure, plainFigure, secondsOf } from './measure.ts';
import { measureOvertaking } from './overtaking.ts';
import { plainLoop } from './plain-loop.ts';

/**
 * From due to confirmed, with worker processes as in the product, beside a plain loop that sends and confirms as many
 * messages without a database; and how fast a change gets on the wire while everything is reported again.
 */
export async function benchEngine(url: string, size = 100_000): Promise<Figure[]> {
  const sandbox = await startSandboxProcess();
  const db = openDatabase(url);
  const sql = new Client({ connectionString: url });
  await sql.connect();
  try {
    await sql.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
    await fillFleet(db, size, { os: 'ios', osVersion: '26.1' });
    // The floor before, between and after the rounds: other work on the machine comes and goes.
    const floorNow = () => floorOf(sandbox, Math.min(size, 20_000));
    const floors = [await floorNow()];
    const first = await round(url, sql, sandbox, size, 1);
    floors.push(await floorNow());
    await makeAllDue(sql);
    const one = await round(url, sql, sandbox, size, 1);
    floors.push(await floorNow());
    await makeAllDue(sql);
    const two = await round(url, sql, sandbox, size, 2);
    floors.push(await floorNow());
    const overtaking = await measureOvertaking(url, db, sql, sandbox, size);
    return [
      figure('reported for the first time, one worker', 'devices/s', [first.rate], floors.slice(0, 2)),
      figure('reported again, one worker', 'devices/s', [one.rate], floors.slice(1, 3)),
      figure('reported again, two workers', 'devices/s', [two.rate], floors.slice(2)),
      plainFigure('memory of the worker, at the start / at most', `${one.memory.join(' / ')} MiB`),
      plainFigure('SQL statements for each device', one.statements.toFixed(2)),
      plainFigure('a change during a resync: on the wire, p50 / p99', overtaking),
    ];
  } finally {
    await sql.end();
    await db.close();
    await sandbox.stop();
  }
}

async function makeAllDue(sql: Client): Promise<void> {
  await sql.query(`UPDATE devices SET report_due_at = now(), due_trigger = 'weekly', due_priority = 1,
    azure_compliance_status = 'failed'`);
  await sql.query('VACUUM ANALYZE devices');
}

async function round(url: string, sql: Client, sandbox: SandboxProcess, size: number, workers: number) {
  await sql.query('SELECT pg_stat_statements_reset()');
  const processes: WorkerProcess[] = [];
  for (let started = 0; started < workers; started += 1)
    processes.push(await startWorkerProcess(url, sandbox));
  const memory: number[] = [];
  const seconds = await secondsOf(async () => {
    while (await isUnderWay(sql)) {
      memory.push((await processes[0]?.memory()) ?? Number.NaN);
      await wait(250);
    }
  });
  const confirmed = await countSuccessful(sql);
  if (confirmed !== size) throw new Error(`${confirmed} of ${size} devices were confirmed`);
  const calls = await sql.query('SELECT sum(calls)::float8 AS calls FROM pg_stat_statements');
  for (const worker of processes) await worker.kill('SIGTERM');
  return {
    rate: size / seconds,
    memory: [memory[0] ?? Number.NaN, Math.max(...memory)].map(Math.round),
    statements: calls.rows[0].calls / size,
  };
}

/** Asked without a look at each device: that would take a share of what is measured. */
async function isUnderWay(sql: Client): Promise<boolean> {
  const { rows } = await sql.query(`SELECT
    EXISTS (SELECT 1 FROM uploads WHERE status IN ('preparing', 'sending', 'sent'))
    OR EXISTS (SELECT 1 FROM devices WHERE channel = 'partner' AND due_priority IN (0, 1) AND report_due_at <= now())
    AS yes`);
  return rows[0].yes;
}

async function countSuccessful(sql: Client): Promise<number> {
  const { rows } = await sql.query(
    `SELECT count(*)::integer AS count FROM devices WHERE azure_compliance_status = 'successful'`,
  );
  return rows[0].count;
}

async function floorOf(sandbox: SandboxProcess, size: number): Promise<number> {
  const gateway = createAzureGateway({ ...sandbox.settings, dispatcher: sandbox.dispatcher });
  await gateway.provision('https://tenko.example.com');
  const seconds = await secondsOf(() => plainLoop(gateway, size));
  return size / seconds;
}
