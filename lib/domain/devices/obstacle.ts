import type { ManagementState } from '../reports/report-status.ts';
import { type ChannelChoice, channelReasons } from './channel.ts';
import type { ClientStatusCode } from './client-status-code.ts';
import type { Verdict } from './verdict.ts';

export interface ObstacleFacts extends ChannelChoice {
  azureDeviceId: string | null;
  clientStatusCode: ClientStatusCode | null;
  managementState: ManagementState;
  verdict: Verdict;
  /** What Microsoft confirmed last; null: never anything */
  reportedVerdict: Verdict | null;
  /** The feed that the device's Azure id belongs to, where that is another one; null: its own */
  azureIdTakenBy: string | null;
  /** When it came back from a backup, without a later check-in since; null: it did not */
  restoredAt: Date | string | null;
  /** Whether Entra says the same as its verdict; null: not read since */
  restoredAgrees: boolean | null;
}

/**
 * Why a device cannot be reported: it has no channel, or `azure_id_taken`: its Azure id belongs to another feed;
 * `client_status`: its code says; `no_client_status`: it has not sent one yet; `restored`: its verdict comes from a backup, and may be
 * older than what Entra has.
 */
export const obstacles = [
  'retired',
  ...channelReasons,
  'azure_id_taken',
  'client_status',
  'no_client_status',
  'no_device_id',
  'restored',
] as const;
export type Obstacle = (typeof obstacles)[number];

/**
 * Whether an admin may have it reported: by that, the admin says that a verdict from a backup still holds.
 */
export function mayBeReported(obstacle: Obstacle | null): obstacle is 'restored' | null {
  return obstacle === null || obstacle === 'restored';
}

/**
 * The obstacle to reporting this device; null: there is none.
 * A retirement needs no working client: it is reported wherever Microsoft once accepted a report of the device.
 */
export function obstacleOf(device: ObstacleFacts): Obstacle | null {
  if (device.managementState === 'retired') return 'retired';
  if (device.channelReason !== null) return device.channelReason;
  if (device.azureIdTakenBy !== null) return 'azure_id_taken';
  const knownToAzure = device.azureDeviceId !== null && device.reportedVerdict !== null;
  const isRestored = device.restoredAt !== null && device.restoredAgrees !== true;
  if (device.verdict === 'retired' && knownToAzure) return isRestored ? 'restored' : null;
  if (device.clientStatusCode === null) return 'no_client_status';
  if (device.clientStatusCode !== 'Success') return 'client_status';
  if (device.azureDeviceId === null) return 'no_device_id';
  return isRestored ? 'restored' : null;
}
