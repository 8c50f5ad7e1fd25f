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
  'write_devices',
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
