'use client';

import { GitCompareArrows, OctagonX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { SearchBox } from '../ui/search-box.tsx';
import { ToggleChip } from '../ui/toggle-chip.tsx';
import { ActiveFilters } from './active-filters.tsx';
import { ExportButton } from './export-button.tsx';
import { SortMenu } from './sort-menu.tsx';
import { UnknownFilters } from './unknown-filters.tsx';
import { useDeviceSearch } from './use-device-search.ts';

/** What narrows the list: search, the common cases by one click, and any filter in words. */
export function DeviceFilters() {
  const t = useTranslations('devices');
  const label = useTranslations('list')('filters');
  const { search, change } = useDeviceSearch();
  const onlyNoncompliant = search.verdict.length === 1 && search.verdict[0] === 'noncompliant';
  return (
    <section aria-label={label} className="flex flex-col gap-2">
      <div className="flex items-start gap-2 max-sm:flex-wrap">
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2 max-sm:basis-full">
          <SearchBox
            label={t('search')}
            hint={t('searchHint')}
            value={search.q}
            onSearch={(q) => q !== search.q && change({ q: q || null })}
          />
          <ToggleChip
            icon={OctagonX}
            label={t('quickNoncompliant')}
            pressed={onlyNoncompliant}
            onToggle={() => change({ verdict: onlyNoncompliant ? null : ['noncompliant'] })}
          />
          <ToggleChip
            icon={GitCompareArrows}
            label={t('quickDrift')}
            pressed={search.drift}
            onToggle={() => change({ drift: search.drift ? null : true })}
          />
          <ActiveFilters />
        </div>
        <div className="flex shrink-0 items-center gap-2">
          <SortMenu />
          <ExportButton />
        </div>
      </div>
      <UnknownFilters />
    </section>
  );
}
