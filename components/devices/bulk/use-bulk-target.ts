'use client';

import { useQuery } from '@tanstack/react-query';
import { toDeviceFilter } from '#lib/client/lists/device-search';
import { deviceCountQuery } from '#lib/client/queries/device-queries';
import type { BulkFilter } from '#lib/contract/bulk-action';
import type { DeviceList } from '../list/use-device-list.ts';

export type BulkTarget = { deviceIds: string[] } | { filter: BulkFilter };

/** What is chosen, as an action takes it, and how many that are: counted anew when it is all that match. */
export function useBulkTarget({ selection, search }: DeviceList) {
  const { everything, ids } = selection;
  const counted = useQuery({ ...deviceCountQuery(search), enabled: everything, staleTime: 0 });
  const deviceIds = Object.keys(ids);
  const target: BulkTarget = everything ? { filter: toDeviceFilter(search) } : { deviceIds };
  const count = everything ? counted.data : deviceIds.length;
  return { target, count, error: counted.error };
}
