import { isGraphChannel } from '../devices/channel.ts';
import type { EntraProblem } from '../devices/entra-problem.ts';
import { mayBeReported, type ObstacleFacts, obstacleOf } from '../devices/obstacle.ts';
import { type BulkActionKind, impossibleReasons } from './bulk-action.ts';

/**
 * Why a bulk action will not do a device. `no_channel`: observed, unsupported or switched off, where large fleets are not told
 * apart; `device_not_in_entra`: Graph will refuse it, as far as Tenko knows.
 */
export const forecastReasons = [...impossibleReasons, 'no_channel', 'device_not_in_entra'] as const;
export type ForecastReason = (typeof forecastReasons)[number];

export interface ForecastFacts extends ObstacleFacts {
  entraProblem: EntraProblem | null;
}

/** Why the device as it is now will not be done; null: nothing is known to keep it from that. */
export function forecastOf(kind: BulkActionKind, device: ForecastFacts): ForecastReason | null {
  return forecasts[kind](device);
}

const forecasts = {
  report: (device) => {
    const obstacle = obstacleOf(device);
    if (!mayBeReported(obstacle)) return obstacle;
    const isMissing = isGraphChannel(device.channel) && device.entraProblem === 'not_in_entra';
    return isMissing ? 'device_not_in_entra' : null;
  },
  retire: ({ verdict }) => (verdict === 'retired' ? 'already_retired' : null),
  move_azure_id: ({ azureIdTakenBy, managementState }) =>
    azureIdTakenBy === null || managementState === 'retired' ? 'azure_id_not_taken' : null,
} satisfies Record<BulkActionKind, (device: ForecastFacts) => ForecastReason | null>;
