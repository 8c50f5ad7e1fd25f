import { Pool } from 'pg';
import { openDatabase } from '#lib/db/core/database';
import { recordCheckIns } from '../lib/check-ins/record-check-ins.ts';
import { type Figure, figure, secondsOf } from './measure.ts';

const batchSize = 500;
const start = Date.parse('2026-01-01T00:00:00Z');

/**
 * Batches of 500 known devices, half of them changed, beside one bulk upsert of the same rows: one batch after the other,
 * and two at a time, as a feed sends them that does not wait.
 */
export async function benchCheckIns(url: string, size = 20_000): Promise<Figure[]> {
  const db = openDatabase(url);
  const pool = new Pool({ connectionString: url });
  await pool.query(
    'CREATE TABLE floor (external_id text PRIMARY KEY, name text, os_version text, at timestamptz, violations jsonb)',
  );
  const measured = new Map(atOnce.map((lanes) => [lanes, { tenko: [] as number[], floor: [] as number[] }]));
  // The first rounds insert; they only warm up.
  for (let round = 0; round <= 5 * atOnce.length; round += 1) {
    const batches = checkInBatches(size, { round, at: new Date(start + round * 3_600_000) });
    const now = new Date(start + (round + 1) * 3_600_000);
    const lanes = atOnce[round % atOnce.length] ?? 1;
    const ours = await secondsOf(() =>
      inLanes(batches, lanes, (checkIns) => recordCheckIns(db, { feed: 'bench', checkIns, now })),
    );
    const theirs = await secondsOf(() =>
      inLanes(batches, lanes, (batch) => pool.query(upsert, [JSON.stringify(batch)])),
    );
    if (round === 0) continue;
    measured.get(lanes)?.tenko.push(size / ours);
    measured.get(lanes)?.floor.push(size / theirs);
  }
  await pool.end();
  await db.close();
  return [...measured].map(([lanes, { tenko, floor }]) =>
    figure(`check-ins, batches of 500, half changed, ${lanes} at a time`, 'devices/s', tenko, floor),
  );
}

const atOnce = [1, 2];

async function inLanes<T>(
  items: readonly T[],
  lanes: number,
  each: (item: T) => Promise<unknown>,
): Promise<void> {
  const left = items.values();
  const lane = async () => {
    for (const item of left) await each(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

const upsert = `
  INSERT INTO floor SELECT c->>'externalId', c->'device'->>'name', c->'device'->>'osVersion',
    (c->>'checkedInAt')::timestamptz, c->'violations' FROM jsonb_array_elements($1::jsonb) c
  ON CONFLICT (external_id) DO UPDATE SET name = excluded.name, os_version = excluded.os_version,
    at = excluded.at, violations = excluded.violations`;

/** Batches of check-ins of the same devices: from one round to the next, half of them change. */
export function checkInBatches(size: number, { round, at }: { round: number; at: Date }): object[][] {
  const items = Array.from({ length: size }, (_, index) => ({
    externalId: `device-${index}`,
    checkedInAt: at.toISOString(),
    device: {
      name: `Device ${index}`,
      os: 'ios',
      osVersion: '26.1',
      model: 'iPhone 17',
      serialNumber: `SN${index}`,
    },
    user: { principalName: `user${index}@example.com` },
    violations: (index + round) % 2 === 0 && index % 4 < 2 ? [{ policy: 'Encryption', action: 'block' }] : [],
    azure: { clientStatusCode: index % 4 < 2 ? 'Success' : 'User_Canceled' },
  }));
  return Array.from({ length: Math.ceil(size / batchSize) }, (_, batch) =>
    items.slice(batch * batchSize, (batch + 1) * batchSize),
  );
}
