'use client';

import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useDeviceSearch } from './use-device-search.ts';

/** A column's name that sorts by it; pressed again, the other way. Times start with the newest. */
export function SortableHeader({ column }: { column: 'name' | 'lastReportedAt' | 'lastCheckInAt' }) {
  const t = useTranslations('devices.column');
  const { search, change } = useDeviceSearch();
  const descending = `-${column}` as const;
  const natural = column === 'name' ? column : descending;
  const other = column === 'name' ? descending : column;
  const active = search.sort === column || search.sort === descending;
  const Icon = !active ? ChevronsUpDown : search.sort === column ? ArrowUp : ArrowDown;
  return (
    <button
      type="button"
      onClick={() => change({ sort: search.sort === natural ? other : natural })}
      className={`-mx-1 inline-flex min-h-6 items-center gap-1 rounded-md px-1 hover:text-ink ${active ? 'font-semibold text-ink' : ''}`}
    >
      {t(column)}
      <Icon aria-hidden="true" size={13} />
    </button>
  );
}
