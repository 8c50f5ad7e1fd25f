'use client';

import { useTranslations } from 'next-intl';
import { type ReportFilterName, reportChoices } from '#lib/client/lists/report-search';
import { FilterMenu } from '../ui/filter-menu.tsx';
import { useReportChoiceLabel } from './use-report-choice-label.ts';
import { useReportSearch } from './use-report-search.ts';

/** One of the filters with several values. */
export function ReportFilter({ name }: { name: ReportFilterName }) {
  const t = useTranslations('reports');
  const chosenNote = useTranslations('list')('chosen');
  const labelOf = useReportChoiceLabel();
  const { search, change } = useReportSearch();
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
