'use client';

import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { type FilterChip, FilterChips } from '#components/layout/filter-chips';
import { reportFilterNames, reportSearchParsers } from '#lib/client/lists/report-search';
import { deviceQuery } from '#lib/client/queries/device-queries';
import { useListSearch } from '../layout/use-list-search.ts';
import { useReportChoiceLabel } from './report-filters.tsx';

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
