import { Client } from 'pg';
import { openDatabase } from '#lib/db/core/database';
import { encodeCursor } from '#lib/domain/text/cursor';
import { buildWeb } from '#lib/run/supervisor/build';
import { webArguments } from '#lib/run/supervisor/service-plans';
import type { DevicePage } from '../lib/contract/device-list.ts';
import { projectRoot } from '../lib/paths.ts';
import { compare } from './compare.ts';
import { fillConsoleFleet } from './console-fleet.ts';
import { filterPaths, searchPaths } from './console-queries.ts';
import { type FloorConstants, startFloorApp } from './floor-app.ts';
import { load } from './load.ts';
import { readMarkup } from './markup.ts';
import { type Figure, plainFigure } from './measure.ts';
import { type NextProcess, startNext } from './next-process.ts';
import { benchPages } from './pages.ts';
import { publicUrl, signedIn } from './signed-in.ts';

const list = '/api/v1/devices?verdict=noncompliant&sort=-lastReportedAt&limit=50';
const all = '/api/v1/devices?limit=50';

/**
 * The console over HTTP, by the real web process, next to a Next app that returns the same as constants; ours and the
 * floor's in turns. Filters and searches are asked one at a time.
 */
export async function benchConsole(url: string, size = 1_000_000): Promise<Figure[]> {
  await buildWeb();
  await fillConsoleFleet(url, size);
  const db = openDatabase(url);
  const { headers, cookie } = await signedIn(db);
  await db.close();
  const env = {
    DATABASE_URL: url,
    TENKO_LOG_LEVEL: 'error',
    TENKO_URL: publicUrl,
    TENKO_KEY_CALLS_PER_MINUTE: '10000000',
  };
  const web = await startNext(projectRoot, env, '/api/health/ready', webArguments);
  try {
    const first = (await (await fetch(web.origin + list, { headers })).json()) as DevicePage;
    const id = first.items[0]?.id ?? '';
    const one = `/api/v1/devices/${id}`;
    const details = `/devices/${id}`;
    const html = await (await fetch(web.origin + details, { headers: { cookie } })).text();
    const constants = {
      list: first,
      one: await (await fetch(web.origin + one, { headers })).json(),
      htmlBytes: Buffer.byteLength(html),
      markup: await readMarkup(html),
    };
    const ask = { web, headers };
    return [
      ...(await besideFloor(ask, constants, { one, details, cookie })),
      ...(await besideFirstPage(ask, url, Math.floor(size / 2))),
      await worst(ask, 'each filter alone, every sort', filterPaths(false)),
      await worst(ask, 'pairs of filters', filterPaths(true)),
      await worst(ask, 'search, a common, a middling, a rare and an absent term', searchPaths(false)),
      await worst(ask, 'search with a filter, and counted', searchPaths(true)),
      await memoryOver(ask, [list, one], 10_000),
      ...(await benchPages({ url: web.origin, cookie }, { 'the list': '/devices', 'a device': details })),
    ];
  } finally {
    await web.stop();
  }
}

interface Ask {
  web: NextProcess;
  headers: Record<string, string>;
}

async function besideFloor(
  { web, headers }: Ask,
  constants: FloorConstants,
  { one, details, cookie }: { one: string; details: string; cookie: string },
): Promise<Figure[]> {
  const floor = await startFloorApp(constants);
  const ours = (path: string) => ({ origin: web.origin, path, headers });
  const constant = (path: string) => ({ origin: floor.origin, path });
  const size = `${Math.round(constants.htmlBytes / 1024)} KiB of HTML`;
  const page = { origin: web.origin, path: details, headers: { cookie } };
  try {
    return [
      ...(await compare('first page, noncompliant by report time', ours(list), constant('/list'))),
      ...(await compare('one device by id', ours(one), constant('/one'))),
      ...(await compare(`details page, ${size}; the same elements as constants`, page, constant('/markup'))),
      ...(await compare('details page; as many bytes of plain text', page, constant('/page'))),
    ];
  } finally {
    await floor.stop();
  }
}

/** Here the floor is the first page of the same list. */
async function besideFirstPage({ web, headers }: Ask, url: string, deep: number): Promise<Figure[]> {
  const path = await deepPath(url, deep);
  return compare(
    `a page ${deep.toLocaleString('en')} deep, beside the first`,
    { origin: web.origin, path, headers },
    { origin: web.origin, path: all, headers },
  );
}

/** How much memory the web process holds as it serves so many requests. */
async function memoryOver({ web, headers }: Ask, paths: readonly string[], most: number): Promise<Figure> {
  const seen = [await web.memory()];
  for (let asked = 0; asked < most; ) {
    asked += (await load(web.origin, paths, { connections: 10, ms: 5000, headers })).answers;
    seen.push(await web.memory());
  }
  const figures = `${seen[0]} / ${seen.at(-1)} / ${Math.max(...seen)} MiB`;
  return plainFigure(`memory before / after ${most.toLocaleString('en')} requests / at most`, figures);
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

async function deepPath(url: string, deep: number): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ id: string; at: Date }>(
    'SELECT id, last_check_in_at AS at FROM devices ORDER BY last_check_in_at DESC, id DESC OFFSET $1 LIMIT 1',
    [deep],
  );
  await client.end();
  const [row] = rows;
  const position = { value: row?.at.toISOString() ?? '', id: row?.id ?? '' };
  return `${all}&cursor=${encodeCursor('-lastCheckInAt', position)}`;
}
