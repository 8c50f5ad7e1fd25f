import { setHealthy, setThrottled, setUnhealthy } from '../db/connection.ts';
import { AzureError } from '../domain/azure-gateway.ts';
import type { Engine } from './engine.ts';

/** A call went through: whatever was wrong with the connection is over. */
export async function noteHealthy(engine: Engine): Promise<void> {
  if (await setHealthy(engine.db.pool, engine.clock())) engine.log.info('the connection to Azure is healthy');
}

/** How long Microsoft asked all of us to wait yet, in seconds; spread over one more, so that not all come at once. */
export function throttledSeconds(engine: Engine, throttledUntil: Date | null): number {
  const leftMs = throttledUntil === null ? 0 : throttledUntil.getTime() - engine.clock().getTime();
  return leftMs <= 0 ? 0 : leftMs / 1000 + engine.random();
}

/** Notes what an error says of the connection as a whole; what it means for the work at hand is the caller's. */
export async function noteAzureError(engine: Engine, error: unknown): Promise<void> {
  if (!(error instanceof AzureError)) return;
  const { kind, code, detail, permission, retryAfterMs } = error.facts;
  const now = engine.clock();
  if (kind === 'throttled' && retryAfterMs !== undefined) {
    await setThrottled(engine.db.pool, new Date(now.getTime() + retryAfterMs));
    engine.log.warn({ retryAfterMs }, 'Microsoft asks to slow down');
  }
  if (kind === 'unauthorized' || kind === 'forbidden') {
    const problem = kind === 'forbidden' ? 'permission_missing' : code;
    const words = permission === undefined ? detail : permission;
    if (await setUnhealthy(engine.db.pool, problem, words, now)) {
      engine.log.error({ code, detail, permission }, 'the connection to Azure is unhealthy: reporting waits');
    }
  }
}
