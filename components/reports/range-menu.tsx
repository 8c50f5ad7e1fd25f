'use client';

import { useTranslations } from 'next-intl';
import { type ReportRange, reportRanges } from '#lib/client/lists/report-search';
import { ChoiceSelect } from '../ui/choice-select.tsx';
import { CalendarClock } from '../ui/icons.tsx';
import { useReportSearch } from './use-report-search.ts';

/** How far back the log reaches. */
export function RangeMenu() {
  const t = useTranslations('reports');
  const { search, change } = useReportSearch();
  const choices = (['all', ...reportRanges] as const).map((value) => ({ value, label: t(`range.${value}`) }));
  const choose = (range: 'all' | ReportRange) =>
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
