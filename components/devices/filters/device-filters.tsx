'use client';

import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { GitCompareArrows, OctagonX } from '#components/ui/icons';
import { SearchBox } from '#components/ui/search-box';
import { ToggleChip } from '#components/ui/toggle-chip';
import { searchBounds, searchExcess } from '#lib/domain/devices/search-text';
import { ActiveFilters } from './active-filters.tsx';
import { AddFilter } from './add-filter.tsx';
import { ExportButton } from './export-button.tsx';
import { SortMenu } from './sort-menu.tsx';
import { UnknownFilters } from './unknown-filters.tsx';
import { useDeviceSearch } from './use-device-search.ts';

/** On a phone one line that scrolls: filters that come and go must not move the list. */
const strip =
  'contents max-sm:order-last max-sm:-m-1 max-sm:flex max-sm:w-[calc(100%+0.5rem)] max-sm:items-center max-sm:gap-2 ' +
  'max-sm:overflow-x-auto max-sm:whitespace-nowrap max-sm:p-1 max-sm:*:shrink-0';

/** What narrows the list: search, the common cases by one click, and any filter in words. */
export function DeviceFilters() {
  const t = useTranslations('devices');
  const label = useTranslations('list')('filters');
  const { search, change } = useDeviceSearch();
  const add = useRef<HTMLDivElement>(null);
  const onlyNoncompliant = search.verdict.length === 1 && search.verdict[0] === 'noncompliant';
  return (
    <section aria-label={label} className="flex flex-col gap-2">
      <div className="flex items-start gap-2 max-sm:flex-wrap">
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2 max-sm:contents">
          <SearchBox
            label={t('search')}
            hint={t('searchHint')}
            value={search.q}
            maxLength={searchBounds.letters}
            lines
            refusalOf={(q) => (searchExcess(q) === null ? null : t('searchTooMuch', searchBounds))}
            onSearch={(q) => change({ q: q || null })}
          />
          <div ref={add}>
            <AddFilter />
          </div>
          <div className={strip}>
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
            <ActiveFilters onRemoved={() => add.current?.querySelector('button')?.focus()} />
          </div>
        </div>
        <div className="flex shrink-0 items-center gap-2 max-sm:ms-auto">
          <SortMenu />
          <ExportButton />
        </div>
      </div>
      <UnknownFilters />
    </section>
  );
}
