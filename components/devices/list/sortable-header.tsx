'use client';

import { SortButton } from '#components/ui/sort-button';
import { useDeviceSearch } from '../filters/use-device-search.ts';
import { useColumnName } from './use-column-name.ts';

/** A column's name that sorts by it; pressed again, the other way. Times start with the newest. */
export function SortableHeader({ column }: { column: 'name' | 'lastReportedAt' | 'lastCheckInAt' }) {
  const nameOf = useColumnName();
  const { search, change } = useDeviceSearch();
  const descending = `-${column}` as const;
  const natural = column === 'name' ? column : descending;
  const other = column === 'name' ? descending : column;
  const direction = search.sort === column ? 'ascending' : search.sort === descending ? 'descending' : 'none';
  return (
    <SortButton
      label={nameOf(column)}
      direction={direction}
      onSort={() => change({ sort: search.sort === natural ? other : natural })}
    />
  );
}
