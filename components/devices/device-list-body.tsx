'use client';

import { isFiltered } from '#lib/client/device-search';
import type { DevicePage } from '#lib/contract/device';
import { ListSkeleton } from '../layout/list-skeleton.tsx';
import { DeviceTable } from './device-table.tsx';
import { NoDevices } from './no-devices.tsx';
import { NoMatches } from './no-matches.tsx';
import { useDeviceSearch } from './use-device-search.ts';

/** The rows, or what stands in their place. */
export function DeviceListBody({ page }: { page: DevicePage | undefined }) {
  const { search } = useDeviceSearch();
  if (!page) return <ListSkeleton />;
  if (page.items.length > 0) return <DeviceTable devices={page.items} />;
  return isFiltered(search) || search.cursor !== null ? <NoMatches /> : <NoDevices />;
}
