'use client';

import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { type FilterChip, FilterChips } from '#components/layout/filter-chips';
import { SortMenu } from '#components/layout/sort-menu';
import { FilterMenu } from '#components/ui/filter-menu';
import { CalendarClock, CircleX, Clock } from '#components/ui/icons';
import { SearchBox } from '#components/ui/search-box';
import { ChoiceSelect } from '#components/ui/select-box';
import { ToggleChip } from '#components/ui/toggle-chip';
import {
  type ReportFilterName,
  type ReportSearch,
  reportChoices,
  reportFilterNames,
  reportSearchParsers,
} from '#lib/client/lists/report-search';
import { type TimeRange, timeRanges } from '#lib/client/lists/search-state';
import { deviceQuery } from '#lib/client/queries/device-queries';
import type { ReportStatus } from '#lib/domain/reports/report-status';
import { useListSearch } from '../layout/use-list-search.ts';

const quick = [
  { name: 'quickFailed', icon: CircleX, status: ['failed'] },
  { name: 'quickOpen', icon: Clock, status: ['queued', 'in_progress'] },
] as const satisfies { name: string; icon: object; status: ReportStatus[] }[];

export function ReportFilters() {
  const t = useTranslations('reports');
  const label = useTranslations('list')('filters');
  const { search, change } = useListSearch(reportSearchParsers);
  return (
    <section aria-label={label} className="flex flex-wrap items-center gap-2">
      <SearchBox
        label={t('search')}
        hint={t('searchHint')}
        value={search.q}
        maxLength={200}
        onSearch={(q) => change({ q: q === '' ? null : q })}
      />
      {quick.map(({ name, icon, status }) => {
        const pressed = search.status.join() === status.join();
        return (
          <ToggleChip
            key={name}
            icon={icon}
            label={t(name)}
            pressed={pressed}
            onToggle={() => change({ status: pressed ? null : [...status] })}
          />
        );
      })}
      {reportFilterNames.map((name) => (
        <ReportFilter key={name} name={name} />
      ))}
      <RangeMenu />
      <ReportSortMenu />
    </section>
  );
}

/** A filter that allows several values. */
function ReportFilter({ name }: { name: ReportFilterName }) {
  const t = useTranslations('reports');
  const chosenNote = useTranslations('list')('chosen');
  const labelOf = useReportChoiceLabel();
  const { search, change } = useListSearch(reportSearchParsers);
  const chosen: readonly string[] = search[name];
  return (
    <FilterMenu
      label={t(`filter.${name}`)}
      chosenNote={chosenNote}
      choices={reportChoices[name].map((value) => ({ value: value as string, label: labelOf(name, value) }))}
      chosen={chosen}
      onChange={(values) => change({ [name]: values.length > 0 ? values : null })}
    />
  );
}

/** How far back the list goes. */
function RangeMenu() {
  const t = useTranslations('reports');
  const { search, change } = useListSearch(reportSearchParsers);
  const choices = (['all', ...timeRanges] as const).map((value) => ({ value, label: t(`range.${value}`) }));
  const choose = (range: 'all' | TimeRange) =>
    change({ range: range === 'all' ? null : range, createdAfter: null, createdBefore: null });
  return (
    <ChoiceSelect
      label={t('filter.range')}
      icon={CalendarClock}
      value={search.range ?? 'all'}
      choices={choices}
      onChoose={choose}
      showChoice
    />
  );
}

function ReportSortMenu() {
  const t = useTranslations('reports');
  const { search, change } = useListSearch(reportSearchParsers);
  return (
    <SortMenu
      value={search.sort}
      choices={[
        { value: '-createdAt', label: t('newest') },
        { value: 'createdAt', label: t('oldest') },
      ]}
      onSort={(sort) => change({ sort })}
    />
  );
}

/** Returns a function that names a value of a filter. */
function useReportChoiceLabel() {
  const t = useTranslations('device');
  return function label<F extends ReportFilterName>(filter: F, value: ReportSearch[F][number]): string {
    const choice = { filter, value } as {
      [K in ReportFilterName]: { filter: K; value: ReportSearch[K][number] };
    }[ReportFilterName];
    switch (choice.filter) {
      case 'status':
        return t(`reportStatus.${choice.value}`);
      case 'trigger':
        return t(`trigger.${choice.value}`);
      case 'verdict':
        return t(`verdict.${choice.value}`);
    }
  };
}

export function ReportActiveFilters() {
  const t = useTranslations('reports');
  const labelOf = useReportChoiceLabel();
  const { search, change, clear } = useListSearch(reportSearchParsers);
  const { deviceId, range, createdAfter, createdBefore, errorCode } = search;
  const between = useBetweenText();
  // The name comes from the device itself, because the list may be empty.
  const device = useQuery({
    ...deviceQuery(deviceId ?? ''),
    enabled: deviceId !== null,
  });

  const chips: FilterChip[] = reportFilterNames.flatMap((name) =>
    search[name].map((value) => ({
      id: `${name}:${value}`,
      filter: t(`filter.${name}`),
      value: labelOf(name, value),
      remove: () => {
        const rest = (search[name] as readonly string[]).filter((other) => other !== value);
        return change({ [name]: rest.length > 0 ? rest : null });
      },
    })),
  );
  if (range !== null) {
    const remove = () => change({ range: null });
    chips.push({ id: 'range', filter: t('filter.range'), value: t(`range.${range}`), remove });
  }
  if (createdAfter !== null || createdBefore !== null) {
    const remove = () => change({ createdAfter: null, createdBefore: null });
    chips.push({
      id: 'between',
      filter: t('filter.range'),
      value: between(createdAfter, createdBefore),
      remove,
    });
  }
  if (errorCode !== null) {
    const remove = () => change({ errorCode: null });
    chips.push({ id: 'errorCode', filter: t('filter.errorCode'), value: errorCode, remove });
  }
  if (deviceId !== null) {
    const remove = () => change({ deviceId: null });
    chips.push({ id: 'device', filter: t('filter.device'), value: device.data?.name ?? deviceId, remove });
  }
  return <FilterChips chips={chips} onClear={clear} />;
}

const exact = { dateStyle: 'medium', timeStyle: 'short' } as const;

/** Returns a function that names a fixed period; either end may be open. */
function useBetweenText() {
  const t = useTranslations('reports.between');
  const format = useFormatter();
  return (after: string | null, before: string | null): string => {
    if (after === null) return t('before', { time: format.dateTime(new Date(before ?? 0), exact) });
    const from = new Date(after);
    if (before === null) return t('after', { time: format.dateTime(from, exact) });
    return format.dateTimeRange(from, new Date(before), exact);
  };
}
