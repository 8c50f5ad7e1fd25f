'use client';

import { ListSkeleton } from '#components/layout/list-skeleton';
import { isFiltered } from '#lib/client/lists/device-search';
import { DeviceTable } from './device-table.tsx';
import { NoDevices } from './no-devices.tsx';
import { NoMatches } from './no-matches.tsx';
import type { DeviceList } from './use-device-list.ts';

/** The rows, or what stands in their place. */
export function DeviceListBody({ list }: { list: DeviceList }) {
  const { search, steady } = list;
  if (!steady) return <ListSkeleton />;
  if (steady.page.items.length > 0) return <DeviceTable list={list} />;
  return isFiltered(search) || search.cursor !== null ? <NoMatches /> : <NoDevices />;
}
