'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { pageSizes } from '#lib/client/lists/device-search';
import type { DeviceList } from './use-device-list.ts';

/** How many rows a page has; kept for the next time, too. */
export function TablePageSize({ list }: { list: DeviceList }) {
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
