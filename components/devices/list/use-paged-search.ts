'use client';

import { useMemo } from 'react';
import type { ListPreference } from '#lib/client/lists/list-preference';
import { withPageSize } from '#lib/client/lists/list-preference';
import { useDeviceSearch } from '../filters/use-device-search.ts';

/** The search of the address; where it names no page size, the admin's own. */
export function usePagedSearch(pageSize: ListPreference['pageSize']) {
  const { search, change } = useDeviceSearch();
  return { search: useMemo(() => withPageSize(search, pageSize), [search, pageSize]), change };
}
