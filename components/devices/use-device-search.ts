'use client';

import { useQueryStates } from 'nuqs';
import { useCallback } from 'react';
import { type DeviceSearch, deviceSearchParsers } from '#lib/client/device-search';

type Change = { [K in keyof DeviceSearch]?: DeviceSearch[K] | null };

/** The list's filters, sort and page, kept in the address. Every change starts at the first page, and Back undoes it. */
export function useDeviceSearch() {
  const [search, setSearch] = useQueryStates(deviceSearchParsers, { history: 'push', shallow: true });
  const change = useCallback((next: Change) => setSearch({ cursor: null, ...next }), [setSearch]);
  const clear = useCallback(
    () =>
      change({
        verdict: null,
        azureComplianceStatus: null,
        clientStatusCode: null,
        os: null,
        managementState: null,
        feed: null,
        policy: null,
        drift: null,
        neverReported: null,
        lastCheckInBefore: null,
        lastReportedBefore: null,
        q: null,
      }),
    [change],
  );
  return { search, change, clear };
}
