import { Client } from 'pg';
import { recordCheckIns } from '../lib/check-ins/record-check-ins.ts';
import { openDatabase } from '../lib/db/database.ts';
import { type Figure, figure, secondsOf } from './measure.ts';

const batchSize = 500;
const start = Date.parse('2026-01-01T00:00:00Z');

/** Batches of 500 known devices, half of them changed, beside one bulk upsert of the same rows. */
export async function benchCheckIns(url: string, size = 20_000): Promise<Figure[]> {
  const db = openDatabase(url);
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(
    'CREATE TABLE floor (external_id text PRIMARY KEY, name text, os_version text, at timestamptz, violations jsonb)',
  );
  const tenko: number[] = [];
  const floor: number[] = [];
  for (let round = 0; round <= 5; round += 1) {
    const batches = batchesOf(size, round);
    const now = new Date(start + (round + 1) * 3_600_000);
    const ours = await secondsOf(async () => {
      for (const checkIns of batches) await recordCheckIns(db, { feed: 'bench', checkIns, now });
    });
    const theirs = await secondsOf(async () => {
      for (const batch of batches) await client.query(upsert, [JSON.stringify(batch)]);
    });
    // The first round inserts; it only warms up.
    if (round === 0) continue;
    tenko.push(size / ours);
    floor.push(size / theirs);
  }
  await client.end();
  await db.close();
  return [figure('check-ins, batches of 500, half changed', 'devices/s', tenko, floor)];
}

const upsert = `
  INSERT INTO floor SELECT c->>'externalId', c->'device'->>'name', c->'device'->>'osVersion',
    (c->>'checkedInAt')::timestamptz, c->'violations' FROM jsonb_array_elements($1::jsonb) c
  ON CONFLICT (external_id) DO UPDATE SET name = excluded.name, os_version = excluded.os_version,
    at = excluded.at, violations = excluded.violations`;

function batchesOf(size: number, round: number): object[][] {
  const items = Array.from({ length: size }, (_, index) => ({
    externalId: `device-${index}`,
    checkedInAt: new Date(start + round * 3_600_000).toISOString(),
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
