'use client';

import { Pager } from '#components/layout/pager';
import type { DeviceList } from './use-device-list.ts';

export function DevicePager({ list }: { list: DeviceList }) {
  const { search, steady, query } = list;
  if (!steady) return null;
  return (
    <Pager
      cursor={search.cursor}
      prevCursor={steady.page.prevCursor}
      nextCursor={steady.page.nextCursor}
      loading={query.isPlaceholderData}
      onGo={list.goTo}
    />
  );
}
