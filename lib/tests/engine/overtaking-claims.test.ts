import { Pool, type PoolClient } from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import { openDatabase } from '#lib/db/core/database';
import { claimDueDevices } from '#lib/engine/claim/claim-due-devices';
import type { Engine } from '#lib/engine/engine';
import { createInterleavingWorld, type InterleavingWorld } from '#lib/test-kit/engine/interleaving-world';
import { patient } from '#lib/test-kit/patient';

const role = 'slow_reader';
const lock = 42;

let world: InterleavingWorld;
let sql: Pool;
beforeAll(async () => {
  world = await createInterleavingWorld(1);
  sql = new Pool({ connectionString: world.databaseUrl });
}, 60_000);
afterAll(async () => {
  try {
    await sql.query(`DROP OWNED BY ${role} CASCADE`);
    await sql.query(`DROP ROLE ${role}`);
  } finally {
    await sql.end();
    await world.close();
  }
});

/** A role for whom each look at a device waits for whoever holds the lock: a statement that takes its time. */
async function makeSlowReader(): Promise<string> {
  await sql.query(`CREATE ROLE ${role} LOGIN PASSWORD 'slow'`);
  await sql.query(`GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role}`);
  await sql.query(`CREATE FUNCTION look() RETURNS boolean LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_advisory_xact_lock_shared(${lock}); RETURN TRUE; END $$`);
  await sql.query('ALTER TABLE devices ENABLE ROW LEVEL SECURITY');
  await sql.query('CREATE POLICY slow ON devices USING (look())');
  const url = new URL(world.databaseUrl);
  url.username = role;
  url.password = 'slow';
  return url.href;
}

async function checkIn(osVersion: string): Promise<void> {
  await world.passTime(10);
  const checkIn = {
    externalId: 'device',
    checkedInAt: world.now().toISOString(),
    device: { name: 'device', os: 'ios', osVersion },
    user: { azureUserId: '11111111-2222-4333-8444-555555555555' },
    azure: { deviceId: world.azureId(0, 'first'), clientStatusCode: 'Success' },
  };
  await recordCheckIns(world.db, { feed: 'test', checkIns: [checkIn], now: world.now() });
}

const untilItWaits = (holder: PoolClient) =>
  vi.waitFor(async () => {
    const { rowCount } = await holder.query(
      `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = ${lock} AND NOT granted`,
    );
    expect(rowCount).toBeGreaterThan(0);
  }, patient);

test('a claim that began before another one, and ends after the device changed again, takes nothing', async () => {
  await world.reset();
  const [engine] = world.engines as [Engine];
  const slow = openDatabase(await makeSlowReader(), { maxConnections: 2 });
  const holder = await sql.connect();
  try {
    await checkIn('26.1');
    await holder.query(`SELECT pg_advisory_lock(${lock})`);
    const late = claimDueDevices({ ...engine, db: slow });
    await untilItWaits(holder);
    expect(await claimDueDevices(engine)).toBe(1);
    await checkIn('26.2');
    await holder.query(`SELECT pg_advisory_unlock(${lock})`);
    expect(await late).toBe(0);
    expect(await world.uploads('send')).toHaveLength(1);
    expect(await world.drain()).toBe(true);
    expect(await world.judge()).toEqual([]);
  } finally {
    holder.release();
    await slow.close();
  }
});
