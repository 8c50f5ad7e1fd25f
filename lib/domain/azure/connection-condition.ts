import { isGraphChannel, type ReportingChannel } from '../devices/channel.ts';
import type { ConnectionHealth } from './connection-health.ts';

/** How the link to Azure stands, the gravest first. Several may hold at once. */
export const connectionConditions = [
  'deprovisioned',
  'no_worker',
  'paused',
  'restoring',
  'unhealthy',
  'channel_unhealthy',
  'channels_off',
  'throttled',
  'failing',
  'restored',
  'untried',
  'healthy',
] as const;
export type ConnectionCondition = (typeof connectionConditions)[number];

/** Those that keep reports of all devices from Microsoft. */
export const holdingConditions = [
  'deprovisioned',
  'no_worker',
  'paused',
  'restoring',
  'unhealthy',
  'throttled',
] as const;

/** Those that every page says: devices, or some of them, are not reported. */
export const noticedConditions = [
  'deprovisioned',
  'no_worker',
  'paused',
  'restoring',
  'unhealthy',
  'channel_unhealthy',
  'channels_off',
  'throttled',
  'restored',
] as const satisfies readonly ConnectionCondition[];

interface ChannelFacts {
  name: ReportingChannel;
  enabled: boolean;
  health: ConnectionHealth;
}

interface Facts {
  deprovisionedAt: string | null;
  worker: { alive: boolean };
  paused: object | null;
  /** `waiting`: devices whose restored verdict Entra does not share; they are reported at their next check-in */
  restore: { readAt: string | null; waiting: number } | null;
  health: ConnectionHealth;
  throttledUntil: string | null;
  failingSince: string | null;
  channels: readonly ChannelFacts[];
}

/** Switched off, the partner channel holds nothing up, and has no problem that anybody has to solve. */
export function isPartnerOn(channels: readonly Pick<ChannelFacts, 'name' | 'enabled'>[]): boolean {
  return channels.some(({ name, enabled }) => name === 'partner' && enabled);
}

/** Graph channels that are on and do not work: their devices wait, those of the others do not. */
export function unhealthyGraphChannels<C extends ChannelFacts>(channels: readonly C[]): C[] {
  return channels.filter(({ name, enabled, health }) => {
    return enabled && isGraphChannel(name) && health === 'unhealthy';
  });
}

/** Never empty. `now` in ms. */
export function conditionsOf(facts: Facts, now: number): [ConnectionCondition, ...ConnectionCondition[]] {
  const { channels } = facts;
  const inUse = channels.filter(({ enabled }) => enabled);
  // Health, throttling and errors of the connection are those of the partner channel.
  const partner = isPartnerOn(channels);
  const holds = {
    deprovisioned: facts.deprovisionedAt !== null,
    no_worker: !facts.worker.alive,
    paused: facts.paused !== null,
    restoring: facts.restore !== null && facts.restore.readAt === null,
    unhealthy: partner && facts.health === 'unhealthy',
    channel_unhealthy: unhealthyGraphChannels(channels).length > 0,
    channels_off: inUse.length === 0,
    throttled: partner && facts.throttledUntil !== null && Date.parse(facts.throttledUntil) > now,
    failing: partner && facts.failingSince !== null && facts.health !== 'unhealthy',
    restored: facts.restore !== null && facts.restore.readAt !== null && facts.restore.waiting > 0,
  };
  const wrong = (Object.keys(holds) as (keyof typeof holds)[]).filter((condition) => holds[condition]);
  const [gravest, ...others] = wrong;
  if (gravest !== undefined) return [gravest, ...others];
  return [inUse.some(({ health }) => health === 'healthy') ? 'healthy' : 'untried'];
}
