import { guardedRoute, publicRoute } from '#lib/http/route/route';
import { webRuntime } from '#lib/http/route/web-runtime';
import { forgetCredentials } from '../lib/auth/recent-credentials.ts';
import { type Figure, median } from './measure.ts';
import { publicUrl, signedIn } from './signed-in.ts';

const rounds = 5;
const calls = 1_000;
const address = `${publicUrl}/api/v1/nothing`;
const context = { params: Promise.resolve(undefined) };

/** What it costs that a route asks who calls: next to the same route that lets everybody in, in turns. */
export async function benchAuth(url: string): Promise<Figure[]> {
  Object.assign(process.env, {
    DATABASE_URL: url,
    TENKO_LOG_LEVEL: 'error',
    TENKO_URL: publicUrl,
    TENKO_KEY_CALLS_PER_MINUTE: '10000000',
    TENKO_SESSION_CALLS_PER_MINUTE: '10000000',
  });
  const { db } = webRuntime();
  const { headers, cookie } = await signedIn(db);
  const answer = { items: [] };
  const guarded = guardedRoute({ scope: 'devices:read' }, async () => answer);
  const open = publicRoute(async () => Response.json(answer, { headers: { 'cache-control': 'no-store' } }));
  const ask = async (given: Record<string, string>) =>
    (await guarded(new Request(address, { headers: given }), context)).text();
  const ways = {
    floor: async () => (await open(new Request(address, { headers }))).text(),
    key: () => ask(headers),
    session: () => ask({ cookie }),
    'key, looked up': () => forgotten(() => ask(headers)),
    'session, looked up': () => forgotten(() => ask({ cookie })),
  };
  const forgotten = (work: () => Promise<string>) => {
    forgetCredentials(db);
    return work();
  };
  const p50s = await inTurns(ways);
  await db.close();
  const floor = median(p50s.floor);
  return (['key', 'session', 'key, looked up', 'session, looked up'] as const).map((way) => ({
    what: `a call with a ${way} instead of none, p50`,
    tenko: `${median(p50s[way]).toFixed(3)} ms`,
    floor: `${floor.toFixed(3)} ms`,
    ratio: `+ ${(median(p50s[way]) - floor).toFixed(3)} ms`,
  }));
}

/** The p50 of each way in each round; the first only warms up. */
async function inTurns<Way extends string>(
  ways: Record<Way, () => Promise<string>>,
): Promise<Record<Way, number[]>> {
  const names = Object.keys(ways) as Way[];
  const p50s = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Way, number[]>;
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const times: number[] = [];
      for (let call = 0; call < calls; call += 1) {
        const start = performance.now();
        await ways[name]();
        times.push(performance.now() - start);
      }
      if (round > 0) p50s[name].push(median(times));
    }
  }
  return p50s;
}
