'use client';

import { useSearchParams } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import { TriangleAlert } from '#components/ui/icons';
import { listHref, notUnderstood, toDeviceFilter } from '#lib/client/lists/device-search';
import { shownText } from '#lib/domain/text/shown-text';
import { useDeviceSearch } from './use-device-search.ts';

/** What the address says and nothing understands: left out, but not in silence. */
export function UnknownFilters() {
  const t = useTranslations('filters');
  const format = useFormatter();
  const { search } = useDeviceSearch();
  const unknown = notUnderstood(new URLSearchParams(useSearchParams()));
  if (unknown.length === 0) return null;
  return (
    <p role="status" className="flex flex-wrap items-start gap-x-2 rounded-md bg-wait-soft px-3 py-1.5">
      <TriangleAlert aria-hidden="true" size={15} className="mt-1 shrink-0 text-wait" />
      <span className="min-w-0 flex-1">
        {t('unknown', {
          count: unknown.length,
          filters: format.list(unknown.map(shownText), { type: 'conjunction' }),
        })}
      </span>
      <a href={listHref(toDeviceFilter(search), search.sort)} className="underline underline-offset-2">
        {t('cleanAddress')}
      </a>
    </p>
  );
}
