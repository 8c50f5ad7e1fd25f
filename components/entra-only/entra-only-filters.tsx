'use client';

import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { type FilterChip, FilterChips } from '#components/layout/filter-chips';

import { FilterMenu } from '#components/ui/filter-menu';
import { Hourglass } from '#components/ui/icons';
import { ToggleChip } from '#components/ui/toggle-chip';
import { entraOnlySearchParsers } from '#lib/client/lists/entra-only-search';
import { connectionQuery } from '#lib/client/queries/connection-queries';
import { staleAfterDays } from '#lib/domain/azure/entra-only';
import { operatingSystems } from '#lib/domain/devices/operating-system';
import { useListSearch } from '../layout/use-list-search.ts';
import { useSystemName } from '../marks/use-system-name.ts';

/** By system and staleness, with how many of each system a worker counted last. */
export function EntraOnlyFilters() {
  const t = useTranslations('entraOnly');
  const list = useTranslations('list');
  const nameOf = useSystemName();
  const format = useFormatter();
  const { search, change, clear } = useListSearch(entraOnlySearchParsers);
  const { os, stale } = search;
  const counted = useQuery(connectionQuery()).data?.entraOnly.systems ?? [];
  const countOf = new Map(counted.map(({ os: system, count }) => [system, count]));
  const choices = operatingSystems
    .filter((system) => countOf.has(system) || os.includes(system))
    .map((system) => ({
      value: system,
      label: nameOf(system),
      count: format.number(countOf.get(system) ?? 0),
    }));
  const chips: FilterChip[] = os.map((system) => ({
    id: system,
    filter: t('column.os'),
    value: nameOf(system),
    remove: () => change({ os: os.length > 1 ? os.filter((other) => other !== system) : null }),
  }));
  return (
    <>
      <section aria-label={list('filters')} className="flex flex-wrap items-center gap-2">
        {choices.length > 0 && (
          <FilterMenu
            label={t('column.os')}
            chosenNote={list('chosen')}
            choices={choices}
            chosen={os}
            onChange={(chosen) => change({ os: chosen.length > 0 ? chosen : null })}
          />
        )}
        <ToggleChip
          icon={Hourglass}
          label={t('stale', { days: staleAfterDays })}
          pressed={stale}
          onToggle={() => change({ stale: stale ? null : true })}
        />
      </section>
      <FilterChips chips={chips} onClear={clear} />
    </>
  );
}
