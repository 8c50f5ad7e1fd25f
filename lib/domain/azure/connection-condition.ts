import type { ConnectionHealth } from './connection-health.ts';

/** How the link to Azure stands, the gravest first. Several may hold at once. */
export const connectionConditions = [
  'deprovisioned',
  'no_worker',
  'paused',
  'unhealthy',
  'throttled',
  'failing',
  'untried',
  'healthy',
] as const;
export type ConnectionCondition = (typeof connectionConditions)[number];

/** Those that keep reports of all devices from Microsoft. */
export const holdingConditions = ['deprovisioned', 'no_worker', 'paused', 'unhealthy', 'throttled'] as const;

interface Facts {
  deprovisionedAt: string | null;
  worker: { alive: boolean };
  paused: object | null;
  health: ConnectionHealth;
  throttledUntil: string | null;
  failingSince: string | null;
}

/** Never empty. `now` in ms. */
export function conditionsOf(facts: Facts, now: number): [ConnectionCondition, ...ConnectionCondition[]] {
  const holds = {
    deprovisioned: facts.deprovisionedAt !== null,
    no_worker: !facts.worker.alive,
    paused: facts.paused !== null,
    unhealthy: facts.health === 'unhealthy',
    throttled: facts.throttledUntil !== null && Date.parse(facts.throttledUntil) > now,
    failing: facts.failingSince !== null && facts.health !== 'unhealthy',
  };
  const wrong = (Object.keys(holds) as (keyof typeof holds)[]).filter((condition) => holds[condition]);
  const [gravest, ...others] = wrong;
  if (gravest !== undefined) return [gravest, ...others];
  return [facts.health === 'unknown' ? 'untried' : 'healthy'];
}
