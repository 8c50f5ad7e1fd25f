import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { openDatabase } from '#lib/db/core/database';
import type { AzureGateway } from '#lib/domain/azure/azure-gateway';
import { channelsWith } from '#lib/test-kit/engine/channel-settings';
import {
  type SandboxProcess,
  startSandboxProcess,
  startWorkerProcess,
} from '#lib/test-kit/processes/product-processes';
import { createAzureGateway } from '../lib/azure/create-azure-gateway.ts';
import { changeChannels } from '../lib/connection/channels.ts';
import { fillFleet } from './fill-fleet.ts';
import { type Figure, figure, plainFigure, secondsOf } from './measure.ts';

const perBatch = 20;
/** As many batches as the engine has under way at a time */
const atOnce = 3;
/** Microsoft's limit, and what Tenko takes of it: lib/env/reporting.ts */
const graphPerSecond = 20;
/** More cannot be set */
const mostPerSecond = 1000;
const changesAtLimit = 1000;

/**
 * Channels that write through Graph, from due to confirmed by one worker: first as fast as can be set, beside a plain loop of
 * as many batches; then at Microsoft's limit, where the floor is the limit itself.
 */
export async function benchGraphWrites(url: string, size = 10_000): Promise<Figure[]> {
  const sandbox = await startSandboxProcess();
  const db = openDatabase(url);
  const sql = new Client({ connectionString: url });
  await sql.connect();
  try {
    await fillFleet(db, size, { os: 'windows', osVersion: '10.0.26100.2314' });
    const limit = (writes: number, seconds: number) =>
      sandbox.control('PUT', 'write-limit', { writes, seconds });
    await limit(10_000_000, 10);
    const windows = size / (await secondsToWrite(url, sql, sandbox, { perSecond: mostPerSecond }));
    await changeChannels(
      db,
      channelsWith({ tag: true }),
      { kind: 'admin', name: 'bench', requestId: null },
      new Date(),
    );
    const tag =
      size / (await secondsToWrite(url, sql, sandbox, { perSecond: mostPerSecond, channel: 'tag' }));
    const floor = size / (await secondsOf(() => plainWrites(gatewayTo(sandbox), size)));
    await limit(3000, 150);
    await sql.query(
      `UPDATE devices SET report_due_at = now(), due_trigger = 'manual', due_priority = 0,
        azure_compliance_status = 'failed' WHERE id IN (SELECT id FROM devices LIMIT $1)`,
      [changesAtLimit],
    );
    const limited = await secondsToWrite(url, sql, sandbox, { channel: 'tag' });
    return [
      figure('channel windows, 1,000 a second allowed', 'devices/s', [windows], [floor]),
      figure('channel tag, 1,000 a second allowed', 'devices/s', [tag], [floor]),
      figure('at the limit of 20 a second', 'devices/s', [changesAtLimit / limited], [graphPerSecond]),
      plainFigure('10,000 changes at that pace', `${Math.round((10_000 * limited) / changesAtLimit)} s`),
    ];
  } finally {
    await sql.end();
    await db.close();
    await sandbox.stop();
  }
}

interface Pace {
  /** Default: Tenko's own */
  perSecond?: number;
  /** Until all devices are confirmed by it */
  channel?: 'windows' | 'tag';
}

async function secondsToWrite(
  url: string,
  sql: Client,
  sandbox: SandboxProcess,
  { perSecond, channel = 'windows' }: Pace,
): Promise<number> {
  const more: Record<string, string> =
    perSecond === undefined ? {} : { TENKO_GRAPH_WRITES_PER_SECOND: `${perSecond}` };
  const worker = await startWorkerProcess(url, sandbox, more);
  try {
    return await secondsOf(async () => {
      while ((await countOpen(sql, channel)) > 0) await wait(100);
    });
  } finally {
    await worker.kill('SIGTERM');
  }
}

async function countOpen(sql: Client, channel: string): Promise<number> {
  const { rows } = await sql.query(
    `SELECT count(*)::integer AS count FROM devices d LEFT JOIN uploads u ON u.id = d.reported_message_id
     WHERE azure_compliance_status IS DISTINCT FROM 'successful' OR u.channel IS DISTINCT FROM $1`,
    [channel],
  );
  return rows[0].count;
}

function gatewayTo(sandbox: SandboxProcess): AzureGateway {
  return createAzureGateway({ ...sandbox.settings, dispatcher: sandbox.dispatcher });
}

/** The floor: writes as many devices in as many batches, and keeps nothing. */
async function plainWrites(gateway: AzureGateway, devices: number): Promise<void> {
  let left = Math.ceil(devices / perBatch);
  const writeNext = async (): Promise<void> => {
    if (left <= 0) return;
    left -= 1;
    const writes = Array.from({ length: perBatch }, () => ({
      azureDeviceId: randomUUID(),
      flags: { isCompliant: true, isManaged: true },
    }));
    const { results } = await gateway.writeDevices(writes);
    if (results.some(({ outcome }) => outcome !== 'written')) throw new Error('a write was refused');
    return writeNext();
  };
  await Promise.all(Array.from({ length: atOnce }, writeNext));
}
