'use client';

import type { LiveChange } from '#lib/client/live-changes';
import { deviceKeys } from '#lib/client/queries/device-queries';
import { useLiveQueries } from '#lib/client/use-live-queries';

/** Asks anew for a device and its history whenever either changes; what holds up all reporting changes it, too. */
export function useLiveDevice(id: string): void {
  const concerns = ({ devices }: LiveChange) => devices === 'many' || devices.includes(id);
  useLiveQueries(deviceKeys.one(id), (change) => concerns(change) || change.topics.includes('connection'));
  useLiveQueries(deviceKeys.histories(id), concerns);
}
