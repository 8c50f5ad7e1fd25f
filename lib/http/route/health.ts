import { v7 as uuidv7 } from 'uuid';
import { readConnection } from '#lib/db/connection/connection';
import { databaseFaultOf } from '#lib/db/core/database-fault';
import { databaseSingleton } from '#lib/db/core/database-singleton';
import { probeWriting } from '#lib/db/core/limited-statements';
import { processSingleton } from '#lib/process-singletons';
import { isLeaving } from '../server/stopping.ts';
import { logFailure } from './problem.ts';
import { webRuntime } from './web-runtime.ts';

const keptMs = 1000;
/** Health checks also give up after a few seconds. */
const withinMs = 4000;

/** Steps of the start that are not done yet: until they are, this process is not ready. */
const startSteps = processSingleton('startup', () => new Set<string>());

export function beginStartStep(step: string): void {
  startSteps.add(step);
}

export function endStartStep(step: string): void {
  startSteps.delete(step);
}

/** 200, or 503 with what is wrong. */
export function healthResponse(problems: readonly string[]): Response {
  const status = problems.length === 0 ? 200 : 503;
  const body = { status: problems.length === 0 ? 'ok' : 'unavailable', problems };
  const retryAfter = status === 503 ? { 'retry-after': '5' } : undefined;
  const headers = { 'x-request-id': uuidv7(), 'cache-control': 'no-store', ...retryAfter };
  return Response.json(body, { status, headers });
}

interface Kept {
  until: number;
  problems: Promise<string[]>;
}

/**
 * What keeps this process from serving, without details about the database server. The database is asked once a second at
 * most. `stopping`: it is about to stop; `database_…`: as in `databaseFaults`; `starting_…`: what the start has not done yet.
 */
export async function problemsOfReadiness(): Promise<string[]> {
  if (isLeaving()) return ['stopping'];
  const starting = [...startSteps].map((what) => `starting_${what}`);
  const kept = databaseSingleton(
    webRuntime().db,
    'readiness',
    (): Kept => ({ until: 0, problems: noProblems }),
  );
  const now = performance.now();
  if (now >= kept.until) Object.assign(kept, { until: Number.POSITIVE_INFINITY, problems: ask(kept) });
  return [...(await kept.problems), ...starting];
}

const noProblems = Promise.resolve<string[]>([]);

async function ask(kept: Kept): Promise<string[]> {
  const late = Promise.withResolvers<string[]>();
  const timer = setTimeout(() => late.resolve(['database_too_slow']), withinMs);
  const problems = await Promise.race([tryDatabase(), late.promise]);
  clearTimeout(timer);
  kept.until = performance.now() + keptMs;
  return problems;
}

async function tryDatabase(): Promise<string[]> {
  const { db } = webRuntime();
  try {
    await readConnection(db.pool);
    await probeWriting(db);
    return [];
  } catch (error) {
    logFailure(error, { requestId: uuidv7(), path: '/api/health/ready' });
    return [`database_${databaseFaultOf(error) ?? 'unusable'}`];
  }
}
