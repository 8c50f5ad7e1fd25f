import { afterEach, beforeEach } from 'vitest';
import { runPreflight } from '#lib/connection/run-preflight';
import type { PreflightAnswer } from '#lib/contract/connection';
import type { PreflightStep } from '#lib/domain/azure/preflight';
import { ann, type ConnectionWorld, createConnectionWorld, now } from './connection-world.ts';

export let world: ConnectionWorld;

/** Each test has its own tenant, and a database of its own. */
export function inPreflightWorld(): void {
  beforeEach(async () => {
    world = await createConnectionWorld();
  });
  afterEach(() => world.close());
}

export async function preflight(
  wrong: Parameters<ConnectionWorld['gateway']>[0] = {},
): Promise<PreflightAnswer> {
  const graphWrites = { perSecond: 1, burst: 1 };
  return runPreflight({ db: world.db, gateway: world.gateway(wrong), graphWrites }, ann, now);
}

export function stepOf({ steps }: PreflightAnswer, name: PreflightStep) {
  return steps.find(({ step }) => step === name);
}
