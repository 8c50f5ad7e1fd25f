import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { operations } from '#lib/contract/operations';
import { isLoopback } from '#lib/env/values';
import { processSingleton } from '#lib/process-singletons';
import { problemAnswer } from '../route/problem.ts';
import { parseInput, queryOf } from '../route/read-input.ts';
import { guardedRoute } from '../route/route.ts';
import { type RouteAnswer, toResponse } from '../route/route-answer.ts';
import { webRuntime } from '../route/web-runtime.ts';
import { requestContext } from '../server/request-context.ts';
import { renderMetrics } from './render-metrics.ts';

type Context = Parameters<ReturnType<typeof guardedRoute>>[1];

const name = 'GET /metrics' as const;
const operation = operations[name];
const noQuery = z.strictObject({});
const byKey = guardedRoute({ ...operation, name }, async () => ({}));

/**
 * While the database is away nobody can look a key up, and just then the metrics are wanted: a key that was right here within the
 * hour still is. It is known by its hash.
 */
const rememberedMs = 3_600_000;
const lastRight = processSingleton(
  'metrics-keys',
  () => new LRUCache<string, true>({ max: 100, ttl: rememberedMs }),
);

async function answer(request: Request, context: Context): Promise<RouteAnswer> {
  const refused = isFromHere(request) ? takeFromHere(request) : await refusalByKey(request, context);
  return refused ?? { status: 200, headers: textHeaders(), body: await renderMetrics(webRuntime()) };
}

function textHeaders(): Record<string, string> {
  return {
    'content-type': 'text/plain; version=0.0.4; charset=utf-8',
    'cache-control': 'no-store',
    'x-request-id': uuidv7(),
  };
}

/** Null: the caller may read. */
async function refusalByKey(request: Request, context: Context): Promise<RouteAnswer | null> {
  const given = request.headers.get('authorization');
  const hash = given === null ? null : createHash('sha256').update(given).digest('base64');
  const checked = await byKey.answer(request, context);
  if (!(checked instanceof Response) && checked.status === 503 && hash !== null && lastRight.has(hash)) {
    return null;
  }
  if (hash !== null && checked.status === 200) lastRight.set(hash, true);
  if (hash !== null && (checked.status === 401 || checked.status === 403)) lastRight.delete(hash);
  return checked instanceof Response || checked.status === 200 ? null : checked;
}

/**
 * Whether a program on this machine asks directly. Behind a reverse proxy everybody seems to come from here: what one passes on
 * needs a key, and so does everything where Tenko is reached under another address. A name in the Host header that is not ours
 * may be another site's, which a browser here was made to take for this machine.
 */
function isFromHere(request: Request): boolean {
  const { peer, proxied } = requestContext();
  const host = URL.parse(`http://${request.headers.get('host') ?? ''}`)?.hostname ?? '';
  return (
    !proxied &&
    isLoopback(peer.replace(/^::ffff:/, '')) &&
    isLoopback(new URL(webRuntime().publicUrl).hostname) &&
    isLoopback(host)
  );
}

/** Limited as a key is. Null: the caller may read. */
function takeFromHere(request: Request): RouteAnswer | null {
  try {
    webRuntime().limits.key.take('loopback', Date.now());
    parseInput(noQuery, queryOf(new URL(request.url)));
    return null;
  } catch (error) {
    return problemAnswer(error, uuidv7());
  }
}

/** Beside the API: answered to a key, and to this machine itself. */
export const metricsRoute = Object.assign(
  async (request: Request, context: Context) => toResponse(await answer(request, context)),
  { access: operation.scope, operation: name, isUpload: false, answer },
);
