import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { type Database, openDatabase } from '#lib/db/core/database';
import { migrate } from '#lib/run/commands/migrate';
import {
  backfill,
  type Migration,
  outsideTransaction,
  readMigration,
  readMigrations,
} from '#lib/run/postgres/migrations/read-migrations';
import { recordCheckIns } from '../lib/check-ins/record-check-ins.ts';
import { fillConsoleFleet } from './console-fleet.ts';
import { type Figure, plainFigure } from './measure.ts';

const quietMs = 30_000;
/** Devices in one call, and how many calls are under way: as feeds send them */
const batchSize = 20;
const lanes = 2;

/** What a release would bring that gives every device a value: a column, the value in batches, and an index of it. */
const release: readonly Migration[] = [
  readMigration(
    '20991231000000_shade',
    `ALTER TABLE devices ADD COLUMN shade text;
     CREATE TABLE shades_filled (up_to uuid PRIMARY KEY);`,
  ),
  readMigration(
    '20991231000001_fill_shade',
    `${backfill}
WITH part AS (
  SELECT id FROM devices WHERE id > coalesce((SELECT up_to FROM shades_filled ORDER BY up_to DESC LIMIT 1),
    '00000000-0000-0000-0000-000000000000') ORDER BY id LIMIT 1000
), filled AS (UPDATE devices d SET shade = left(d.name, 1) FROM part WHERE d.id = part.id AND d.shade IS NULL)
INSERT INTO shades_filled SELECT id FROM part ORDER BY id DESC LIMIT 1;
`,
  ),
  readMigration(
    '20991231000002_index_shade',
    `${outsideTransaction}
DROP INDEX CONCURRENTLY IF EXISTS devices_shade_idx;
CREATE INDEX CONCURRENTLY devices_shade_idx ON devices (shade);
`,
  ),
];

/** Check-ins while a long migration runs, beside the same without it. */
export async function benchMigrations(url: string, size = 1_000_000): Promise<Figure[]> {
  await fillConsoleFleet(url, size);
  const db = openDatabase(url);
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query('VACUUM ANALYZE devices');
  try {
    const known = await knownDevices(client);
    await measure(db, known, () => wait(5_000));
    const quiet = await measure(db, known, () => wait(quietMs));
    const all = await readMigrations();
    const figures: Figure[] = [];
    for (const [index, { name }] of release.entries()) {
      const began = performance.now();
      const during = await measure(db, known, () => migrate(url, [...all, ...release.slice(0, index + 1)]));
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      figures.push(compare(`${name.slice(15)}, ${seconds} s`, during, quiet));
    }
    const { rows } = await client.query(
      'SELECT count(*)::int AS left FROM devices WHERE shade IS NULL AND feed <> $1',
      ['bench'],
    );
    if (rows[0].left > 0) throw new Error(`${rows[0].left} rows were not filled`);
    return [plainFigure('check-ins without a migration, p50 / p99 / longest', shown(quiet)), ...figures];
  } finally {
    await client.end();
    await db.close();
  }
}

interface Known {
  feed: string;
  ids: string[];
}

async function knownDevices(client: Client): Promise<Known> {
  const { rows } = await client.query<{ feed: string; id: string }>(
    `SELECT feed, external_id AS id FROM devices WHERE feed = (SELECT feed FROM devices LIMIT 1) LIMIT 20000`,
  );
  return { feed: rows[0]?.feed ?? '', ids: rows.map(({ id }) => id) };
}

/** How long calls took while something went on, in ms, in order. */
async function measure(db: Database, known: Known, during: () => Promise<unknown>): Promise<number[]> {
  const took: number[] = [];
  let on = true;
  let next = 0;
  const lane = async () => {
    while (on) {
      const now = new Date();
      const checkIns = Array.from({ length: batchSize }, () => {
        const id = known.ids[next++ % known.ids.length] ?? '';
        return {
          externalId: id,
          checkedInAt: now.toISOString(),
          device: { name: id, os: 'ios', osVersion: `26.${next % 7}` },
        };
      });
      const began = performance.now();
      await recordCheckIns(db, { feed: known.feed, checkIns, now });
      took.push(performance.now() - began);
    }
  };
  const running = Promise.all(Array.from({ length: lanes }, lane));
  await during().finally(() => {
    on = false;
  });
  await running;
  return took.toSorted((a, b) => a - b);
}

const at = (times: readonly number[], share: number) =>
  times[Math.floor(share * (times.length - 1))] ?? Number.NaN;
const shown = (times: readonly number[]) =>
  `${[0.5, 0.99, 1].map((share) => Math.round(at(times, share))).join(' / ')} ms (${times.length} calls)`;

function compare(what: string, during: readonly number[], quiet: readonly number[]): Figure {
  const ratio = [0.5, 0.99].map((share) => (at(during, share) / at(quiet, share)).toFixed(2)).join(' / ');
  return { what, tenko: shown(during), floor: shown(quiet), ratio };
}
