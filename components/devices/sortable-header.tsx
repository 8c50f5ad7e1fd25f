'use client';

import { useTranslations } from 'next-intl';
import { SortButton } from '../ui/sort-button.tsx';
import { useDeviceSearch } from './use-device-search.ts';

/** A column's name that sorts by it; pressed again, the other way. Times start with the newest. */
export function SortableHeader({ column }: { column: 'name' | 'lastReportedAt' | 'lastCheckInAt' }) {
  const t = useTranslations('devices.column');
  const { search, change } = useDeviceSearch();
  const descending = `-${column}` as const;
  const natural = column === 'name' ? column : descending;
  const other = column === 'name' ? descending : column;
  const direction = search.sort === column ? 'ascending' : search.sort === descending ? 'descending' : 'none';
  return (
    <SortButton
      label={t(column)}
      direction={direction}
      onSort={() => change({ sort: search.sort === natural ? other : natural })}
    />
  );
}
