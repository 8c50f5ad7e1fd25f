import { Client } from 'pg';
import { openDatabase } from '#lib/db/core/database';
import { encodeCursor } from '#lib/domain/text/cursor';
import { deviceQuery } from '../lib/contract/device-list.ts';
import { listDevices } from '../lib/devices/list-devices.ts';
import { type Figure, figure, secondsOf } from './measure.ts';

const pagesARound = 200;

/** Pages of 50 from a large fleet by the verb, next to the same SQL by node-postgres. */
export async function benchDevices(url: string, size = 200_000): Promise<Figure[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await fill(client, size);
  const db = openDatabase(url);
  const { rows } = await client.query(
    'SELECT id, last_check_in_at AS at FROM devices ORDER BY last_check_in_at DESC, id DESC OFFSET $1 LIMIT 1',
    [Math.floor(size / 2)],
  );
  const deep = encodeCursor('-lastCheckInAt', { value: rows[0].at.toISOString(), id: rows[0].id });
  const columns = '*';
  const cases = [
    {
      what: `first page of noncompliant devices of ${size.toLocaleString('en')}`,
      query: deviceQuery.parse({ verdict: 'noncompliant' }),
      sql: `SELECT ${columns} FROM devices WHERE verdict = 'noncompliant'
        ORDER BY last_check_in_at DESC, id DESC LIMIT 51`,
      values: [],
    },
    {
      what: 'a page in the middle of the list',
      query: deviceQuery.parse({ cursor: deep }),
      sql: `SELECT ${columns} FROM devices WHERE (last_check_in_at, id) < ($1, $2)
        ORDER BY last_check_in_at DESC, id DESC LIMIT 51`,
      values: [rows[0].at, rows[0].id],
    },
  ];
  const figures: Figure[] = [];
  for (const { what, query, sql, values } of cases) {
    const tenko: number[] = [];
    const floor: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      const ours = await secondsOf(() => repeatedly(() => listDevices(db, query, new Date())));
      const theirs = await secondsOf(() => repeatedly(() => client.query(sql, values)));
      if (round === 0) continue;
      tenko.push(pagesARound / ours);
      floor.push(pagesARound / theirs);
    }
    figures.push(figure(what, 'pages/s', tenko, floor));
  }
  await db.close();
  await client.end();
  return figures;
}

async function repeatedly(work: () => Promise<unknown>): Promise<void> {
  for (let page = 0; page < pagesARound; page += 1) await work();
}

async function fill(client: Client, size: number): Promise<void> {
  await client.query("INSERT INTO feeds (name) VALUES ('bench')");
  await client.query(
    `INSERT INTO devices (id, feed, external_id, name, os, os_version, verdict, verdict_since, first_check_in_at,
       last_check_in_at, last_reported_at, azure_compliance_status, client_status_code, channel)
     SELECT gen_random_uuid(), 'bench', 'd' || n, 'Device ' || n, 'ios', '26.1',
       CASE WHEN n % 8 = 0 THEN 'noncompliant'::verdict ELSE 'compliant' END, t, t, t, t, 'successful', 'Success', 'partner'
     FROM (SELECT n, timestamptz '2026-11-01' + n * interval '1 second' AS t
         FROM generate_series(1, $1::integer) n) numbered`,
    [size],
  );
  await client.query('VACUUM ANALYZE devices');
}
