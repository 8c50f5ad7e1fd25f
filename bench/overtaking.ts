import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Database } from '#lib/db/core/database';
import { startSweep } from '#lib/db/devices/device-sweeps';
import { type SandboxProcess, startWorkerProcess } from '#lib/test-kit/processes/product-processes';
import { recordCheckIns } from '../lib/check-ins/record-check-ins.ts';

const changesEveryMs = 100;

/** Seconds from a check-in that changed the verdict until Microsoft took it, while a resync of all devices runs. */
export async function measureOvertaking(
  url: string,
  db: Database,
  sql: Client,
  sandbox: SandboxProcess,
  size: number,
): Promise<string> {
  await startSweep(db.pool, 'resync', 'bench', new Date());
  const worker = await startWorkerProcess(url, sandbox);
  const changedAt = new Map<string, Date>();
  while (await isResyncing(sql)) {
    const index = Math.floor(Math.random() * size);
    const deviceId = await change(db, index);
    if (deviceId !== null && !changedAt.has(deviceId)) changedAt.set(deviceId, new Date());
    await wait(changesEveryMs);
  }
  const seconds = await secondsToWire(sql, changedAt);
  await worker.kill('SIGTERM');
  const sorted = seconds.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]?.toFixed(2) ?? '–';
  return `${at(0.5)} s / ${at(0.99)} s (${sorted.length} changes)`;
}

async function isResyncing(sql: Client): Promise<boolean> {
  const { rows } =
    await sql.query(`SELECT EXISTS (SELECT 1 FROM walks WHERE name = 'resync' AND finished_at IS NULL)
    OR EXISTS (SELECT 1 FROM devices WHERE due_priority = 1 AND report_due_at <= now()) AS yes`);
  return rows[0].yes;
}

async function change(db: Database, index: number): Promise<string | null> {
  const checkIn = {
    externalId: `device-${index}`,
    checkedInAt: new Date().toISOString(),
    device: { name: `Device ${index}`, serialNumber: `SN${index}`, os: 'ios', osVersion: '26.1' },
    violations: [{ policy: 'Encryption', action: 'block' }],
  };
  const { results } = await recordCheckIns(db, { feed: 'bench', checkIns: [checkIn], now: new Date() });
  return results[0]?.trigger === undefined ? null : (results[0].deviceId ?? null);
}

async function secondsToWire(sql: Client, changedAt: ReadonlyMap<string, Date>): Promise<number[]> {
  for (;;) {
    const { rows } = await sql.query<{ id: string; sent: Date | null }>(
      `SELECT d.id, (SELECT min(u.sent_at) FROM reports r JOIN uploads u ON u.id = r.upload_id
          WHERE r.device_id = d.id AND r.verdict = 'noncompliant') AS sent
       FROM devices d WHERE d.id = ANY($1)`,
      [[...changedAt.keys()]],
    );
    if (rows.every(({ sent }) => sent !== null)) {
      return rows.map(({ id, sent }) => (Number(sent) - Number(changedAt.get(id))) / 1000);
    }
    await wait(100);
  }
}
