'use client';

import { Pager } from '../layout/pager.tsx';
import { useDeviceSearch } from './use-device-search.ts';

export function DevicePager({ nextCursor, loading }: { nextCursor: string | null; loading: boolean }) {
  const { search, change } = useDeviceSearch();
  return (
    <Pager
      cursor={search.cursor}
      nextCursor={nextCursor}
      loading={loading}
      onGo={(cursor) => change({ cursor })}
    />
  );
}
