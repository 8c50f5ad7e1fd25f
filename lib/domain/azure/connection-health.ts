export const connectionHealths = ['unknown', 'healthy', 'unhealthy'] as const;
export type ConnectionHealth = (typeof connectionHealths)[number];

/** The services of Microsoft's that calls go to; each fails and throttles on its own. */
export const azureServices = ['device_service', 'tenant_service', 'graph'] as const;
export type AzureService = (typeof azureServices)[number];

/** What Microsoft is asked for; each answer that is worth keeping is kept under its step. */
export const azureSteps = [
  'provision',
  'heartbeat',
  'find_user',
  'upload',
  'confirm',
  'read_devices',
  'delete_device',
] as const;
export type AzureStep = (typeof azureSteps)[number];

const probePauseMs = { first: 1000, longest: 30_000 };

/**
 * How long to wait before the next try while the connection is unhealthy, in ms: longer after each,
 * with jitter. `random` in [0, 1).
 */
export function probePause(probes: number, random: number): number {
  const pause = Math.min(probePauseMs.longest, probePauseMs.first * 2 ** Math.min(probes, 10));
  return pause * (0.5 + random / 2);
}

/** A worker gives a sign of life every ten seconds; two may be late. */
const silentAfterMs = 30_000;

export function isAlive(seenAt: Date | null, now: Date): boolean {
  return seenAt !== null && now.getTime() - seenAt.getTime() < silentAfterMs;
}

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
