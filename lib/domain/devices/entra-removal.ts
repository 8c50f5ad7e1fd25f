import type { ManagementState } from '../reports/report-status.ts';
import type { Channel } from './channel.ts';
import type { Verdict } from './verdict.ts';

const day = 86_400_000;

/** Azure drops the record of a device that is no longer managed by itself, within 90 days. */
export const azureDropsAfterMs = 90 * day;

/** How far the removal of a retired device from Azure got. */
export const entraRemovalStates = ['unmanaged', 'deleted'] as const;
export type EntraRemovalState = (typeof entraRemovalStates)[number];

export interface Removal {
  state: EntraRemovalState;
  at: Date;
  /** Until when Azure itself drops the record; null: it is deleted already */
  dropsBy: Date | null;
}

/** Null: the device is not retired, Microsoft never confirmed it, or its channel is `tag`: another system manages it. */
export function entraRemovalOf(device: {
  managementState: ManagementState;
  reportedVerdict: Verdict | null;
  retiredAt: Date | null;
  entraDeletedAt: Date | null;
  channel: Channel;
}): Removal | null {
  const { managementState, reportedVerdict, retiredAt, entraDeletedAt } = device;
  if (device.channel === 'tag' && entraDeletedAt === null) return null;
  if (managementState !== 'retired' || reportedVerdict !== 'retired') return null;
  if (entraDeletedAt !== null) return { state: 'deleted', at: entraDeletedAt, dropsBy: null };
  if (retiredAt === null) return null;
  return { state: 'unmanaged', at: retiredAt, dropsBy: new Date(retiredAt.getTime() + azureDropsAfterMs) };
}
