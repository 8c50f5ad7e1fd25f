'use client';

import { useTranslations } from 'next-intl';
import { SortMenu } from '#components/layout/sort-menu';
import { FilterMenu } from '#components/ui/filter-menu';
import { CalendarClock, CircleX, Clock } from '#components/ui/icons';
import { SearchBox } from '#components/ui/search-box';
import { ChoiceSelect } from '#components/ui/select-box';
import { ToggleChip } from '#components/ui/toggle-chip';
import {
  type ReportFilterName,
  reportChoices,
  reportFilterNames,
  reportSearchParsers,
} from '#lib/client/lists/report-search';
import { type TimeRange, timeRanges } from '#lib/client/lists/search-state';
import type { ReportStatus } from '#lib/domain/reports/report-status';
import { useListSearch } from '../layout/use-list-search.ts';
import { useReportChoiceLabel } from './report-chips.tsx';

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
