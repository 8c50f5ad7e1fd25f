import { recordCheckIns } from '#lib/check-ins/record-check-ins';
import { databaseSingleton } from '#lib/db/core/database-singleton';
import { countFacets } from '#lib/devices/count-by-facet';
import { readEnv } from '#lib/env';
import { metricsRoute } from '#lib/http/metrics/metrics-route';
import { healthResponse } from '#lib/http/route/health';
import { publicRoute } from '#lib/http/route/route';
import { provideWebRuntime } from '#lib/http/route/web-runtime';
import { inRequest } from '#lib/http/server/request-context';
import { createLog } from '#lib/log';
import { openWebRuntime } from '#lib/run/web/open-web-runtime';
import { startProcessMetrics } from '#lib/telemetry/metrics';
import { checkInBatches } from './check-ins.ts';
import { fillFleet } from './fill-fleet.ts';
import { type Figure, median } from './measure.ts';

const calls = 1_000;
const context = { params: Promise.resolve(undefined) };

/** A scrape beside a route that does nothing, in turns and in the same process, while check-ins are recorded by it. */
export async function benchMetrics(url: string, size = 200_000): Promise<Figure[]> {
  Object.assign(process.env, {
    DATABASE_URL: url,
    TENKO_LOG_LEVEL: 'error',
    TENKO_KEY_CALLS_PER_MINUTE: '10000000',
  });
  const env = readEnv();
  const runtime = openWebRuntime(env, createLog('web', env.logLevel));
  provideWebRuntime(runtime);
  startProcessMetrics({ version: 'bench', process: 'web' });
  const { db } = runtime;
  await fillFleet(db, size, { os: 'ios', osVersion: '26.1' });
  await countFacets(db, new Date());
  const address = `${env.url}/metrics`;
  const scrape = async () => {
    const request = new Request(address, { headers: { host: new URL(address).host } });
    const answer = await inRequest({ peer: '127.0.0.1' }, () => metricsRoute(request, context));
    if (answer.status !== 200) throw new Error(`the scrape was refused with ${answer.status}`);
    await answer.text();
  };
  const live = publicRoute(async () => healthResponse([]));
  const kept = databaseSingleton(db, 'system-figures', () => ({ until: 0 }));
  const ways = {
    floor: async () => void (await (await live(new Request(address))).text()),
    kept: scrape,
    fresh: () => {
      Object.assign(kept, { until: 0 });
      return scrape();
    },
  };
  const quiet = await measure(ways);
  const busy = await whileCheckingIn(db, () => measure(ways));
  await db.close();
  return [...figuresOf('', quiet), ...figuresOf(', while check-ins are recorded', busy)];
}

type Way = 'floor' | 'kept' | 'fresh';
type Times = Record<Way, number[]>;

async function measure(ways: Record<Way, () => Promise<unknown>>): Promise<Times> {
  const times: Times = { floor: [], kept: [], fresh: [] };
  for (let call = 0; call < calls + 50; call += 1) {
    for (const way of ['floor', 'kept', 'fresh'] as const) {
      const start = performance.now();
      await ways[way]();
      // The first ones only warm up.
      if (call >= 50) times[way].push(performance.now() - start);
    }
  }
  return times;
}

/** Batch after batch, as one feed sends them. */
async function whileCheckingIn<T>(
  db: Parameters<typeof recordCheckIns>[0],
  work: () => Promise<T>,
): Promise<T> {
  const ended = new AbortController();
  const feed = async () => {
    for (let round = 0; !ended.signal.aborted; round += 1) {
      const at = new Date(Date.now() - 3_600_000 + round * 1000);
      for (const checkIns of checkInBatches(5_000, { round, at })) {
        if (!ended.signal.aborted) await recordCheckIns(db, { feed: 'busy', checkIns, now: new Date() });
      }
    }
  };
  const feeding = feed();
  const result = await work();
  ended.abort();
  await feeding;
  return result;
}

function figuresOf(when: string, times: Times): Figure[] {
  const shown = (values: readonly number[]) =>
    `${median(values).toFixed(2)} / ${percentile99(values).toFixed(2)} ms`;
  const floor = shown(times.floor);
  const ratio = (way: Way) => `+ ${(median(times[way]) - median(times.floor)).toFixed(2)} ms`;
  return [
    { what: `a scrape${when}, p50 / p99`, tenko: shown(times.kept), floor, ratio: ratio('kept') },
    { what: `the same, read again${when}`, tenko: shown(times.fresh), floor, ratio: ratio('fresh') },
  ];
}

function percentile99(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.99)] ?? Number.NaN;
}
