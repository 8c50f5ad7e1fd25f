'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { Pager } from '#components/layout/pager';
import { pageSizes } from '#lib/client/lists/device-search';
import { SelectionBar } from '../bulk/selection-bar.tsx';
import type { DeviceList } from './use-device-list.ts';

/** Below the rows: the selection and the pager. */
export function TableFoot({ list }: { list: DeviceList }) {
  return (
    <footer className="flex min-h-8 flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <SelectionBar list={list} />
      <div className="ms-auto flex flex-wrap items-center justify-end gap-x-4 gap-y-2">
        <TablePageSize list={list} />
        <DevicePager list={list} />
      </div>
    </footer>
  );
}

/** How many rows a page has; saved as a preference. */
function TablePageSize({ list }: { list: DeviceList }) {
  const t = useTranslations('table');
  const id = useId();
  const { search, change, changePreference } = list;
  return (
    <span className="inline-flex items-center gap-2">
      <label htmlFor={id} className="text-muted text-sm">
        {t('pageSize')}
      </label>
      <select
        id={id}
        value={search.limit}
        onChange={({ target }) => {
          const limit = pageSizes.find((size) => size === Number(target.value));
          if (limit === undefined) return;
          changePreference({ pageSize: limit });
          void change({ limit });
        }}
        className="min-h-8 rounded-md border border-line-strong bg-surface px-1.5"
      >
        {pageSizes.map((size) => (
          <option key={size} value={size}>
            {size}
          </option>
        ))}
      </select>
    </span>
  );
}

function DevicePager({ list }: { list: DeviceList }) {
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
