import { Client } from 'pg';
import { createApiKey } from '../lib/auth/create-api-key.ts';
import type { DeviceListItem, DevicePage } from '../lib/contract/device.ts';
import { openDatabase } from '../lib/db/database.ts';
import { encodeCursor } from '../lib/domain/cursor.ts';
import { projectRoot } from '../lib/paths.ts';
import { buildWeb } from '../lib/run/prepare.ts';
import { fillConsoleFleet } from './console-fleet.ts';
import { filterPaths, searchPaths } from './console-queries.ts';
import { startFloorApp } from './floor-app.ts';
import { type Load, load } from './load.ts';
import { type Figure, median, plainFigure } from './measure.ts';
import { type NextProcess, startNext } from './next-process.ts';

const rounds = 3;
const roundMs = 4000;
const list = '/api/v1/devices?verdict=noncompliant&sort=-lastReportedAt&limit=50';

/**
 * The console's API over HTTP with a key, by the real web process, beside a Next app that answers the same as
 * constants; ours and the floor's in turns. Filters and searches are asked one at a time.
 */
export async function benchConsole(url: string, size = 1_000_000): Promise<Figure[]> {
  await buildWeb();
  await fillConsoleFleet(url, size);
  const db = openDatabase(url);
  const { key } = await createApiKey(db, {
    name: 'bench',
    feed: null,
    scopes: ['devices:read'],
    now: new Date(),
  });
  await db.close();
  const headers = { authorization: `Bearer ${key}` };
  const web = await startNext(
    projectRoot,
    { DATABASE_URL: url, TENKO_LOG_LEVEL: 'error' },
    '/api/health/ready',
  );
  const read = async (path: string) => (await fetch(web.origin + path, { headers })).json();
  const first = (await read(list)) as DevicePage;
  const id = first.items[0]?.id ?? '';
  const one = `/api/v1/devices/${id}`;
  const floor = await startFloorApp({ list: first, one: await read(one), page: 'x'.repeat(20_000) });
  try {
    const ask = { web, floor, headers };
    const deep = await deepPath(url, size);
    return [
      ...(await pair(ask, 'first page, noncompliant by report time', list, '/list')),
      ...(await pair(ask, 'a page in the middle of the list', deep, '/list')),
      ...(await pair(ask, 'one device by id', one, '/one')),
      await worst(ask, 'each filter alone, every sort', filterPaths(false)),
      await worst(ask, 'pairs of filters', filterPaths(true)),
      await worst(ask, 'search, a common, a middling, a rare and an absent term', searchPaths(false)),
      await worst(ask, 'search with a filter, and counted', searchPaths(true)),
      plainFigure('memory of the web process after all this', `${await web.memory()} MiB`),
    ];
  } finally {
    await web.stop();
    await floor.stop();
  }
}

interface Ask {
  web: NextProcess;
  floor: NextProcess;
  headers: Record<string, string>;
}

async function pair(
  { web, floor, headers }: Ask,
  what: string,
  path: string,
  constant: string,
): Promise<Figure[]> {
  const measured: Record<number, { ours: Load; theirs: Load }[]> = { 1: [], 10: [] };
  for (let round = 0; round <= rounds; round += 1) {
    for (const connections of [1, 10]) {
      const ours = await load(web.origin, [path], { connections, ms: roundMs, headers });
      const theirs = await load(floor.origin, [constant], { connections, ms: roundMs });
      // The first round only warms up.
      if (round > 0) measured[connections]?.push({ ours, theirs });
    }
  }
  const of = (connections: number, key: keyof Load) => {
    const found = measured[connections] ?? [];
    return [
      median(found.map(({ ours }) => ours[key])),
      median(found.map(({ theirs }) => theirs[key])),
    ] as const;
  };
  const [rate, floorRate] = of(10, 'rate');
  const [p50, floorP50] = of(1, 'p50');
  return [
    {
      what: `${what}, 10 connections`,
      tenko: `${Math.round(rate)}/s`,
      floor: `${Math.round(floorRate)}/s`,
      ratio: (rate / floorRate).toFixed(2),
    },
    {
      what: `${what}, one connection, p50`,
      tenko: `${p50.toFixed(1)} ms`,
      floor: `${floorP50.toFixed(1)} ms`,
      ratio: '',
    },
  ];
}

/** Each path ten times; the p95 of all, and of the slowest one. */
async function worst({ web, headers }: Ask, what: string, paths: readonly string[]): Promise<Figure> {
  const p95s: { path: string; p95: number }[] = [];
  for (const path of paths) {
    const times: number[] = [];
    for (let turn = 0; turn < 10; turn += 1) {
      const start = performance.now();
      const answer = await fetch(web.origin + path, { headers });
      await answer.arrayBuffer();
      if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
      times.push(performance.now() - start);
    }
    p95s.push({ path, p95: times.toSorted((a, b) => a - b)[8] ?? Number.NaN });
  }
  const sorted = p95s.toSorted((a, b) => a.p95 - b.p95);
  const slowest = sorted.at(-1);
  const middle = sorted[Math.floor(sorted.length / 2)]?.p95.toFixed(0);
  return plainFigure(
    `${what} (${paths.length}), p95: median / slowest`,
    `${middle} ms / ${slowest?.p95.toFixed(0)} ms (${decodeURIComponent(slowest?.path.split('?')[1] ?? '')})`,
  );
}

async function deepPath(url: string, size: number): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ id: string; at: Date }>(
    'SELECT id, last_check_in_at AS at FROM devices ORDER BY last_check_in_at DESC, id DESC OFFSET $1 LIMIT 1',
    [Math.floor(size / 2)],
  );
  await client.end();
  const position: { value: string; id: DeviceListItem['id'] } = {
    value: rows[0]?.at.toISOString() ?? '',
    id: rows[0]?.id ?? '',
  };
  return `/api/v1/devices?limit=50&cursor=${encodeCursor('-lastCheckInAt', position)}`;
}
