'use client';

import { GitCompareArrows, OctagonX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { choiceFilters } from '#lib/client/device-search';
import { SearchBox } from '../ui/search-box.tsx';
import { ToggleChip } from '../ui/toggle-chip.tsx';
import { DeviceFilter } from './device-filter.tsx';
import { SortMenu } from './sort-menu.tsx';
import { useDeviceSearch } from './use-device-search.ts';

export function DeviceFilters() {
  const t = useTranslations('devices');
  const label = useTranslations('list')('filters');
  const { search, change } = useDeviceSearch();
  const onlyNoncompliant = search.verdict.length === 1 && search.verdict[0] === 'noncompliant';
  return (
    <section aria-label={label} className="flex flex-wrap items-center gap-2">
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
      {choiceFilters.map((name) => (
        <DeviceFilter key={name} name={name} />
      ))}
      <SortMenu />
    </section>
  );
}
