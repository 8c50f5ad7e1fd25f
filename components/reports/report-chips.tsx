'use client';

import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { type FilterChip, FilterChips } from '#components/layout/filter-chips';
import {
  type ReportFilterName,
  type ReportSearch,
  reportFilterNames,
  reportSearchParsers,
} from '#lib/client/lists/report-search';
import { deviceQuery } from '#lib/client/queries/device-queries';
import { useListSearch } from '../layout/use-list-search.ts';

/** Returns a function that names a value of a filter. */
export function useReportChoiceLabel() {
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
  const { clear } = useListSearch(reportSearchParsers);
  return <FilterChips chips={useReportChips()} onClear={clear} />;
}

/** The active filters, without the search, which its box shows. */
export function useReportChips(): FilterChip[] {
  const t = useTranslations('reports');
  const labelOf = useReportChoiceLabel();
  const { search, change } = useListSearch(reportSearchParsers);
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
  return chips;
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
