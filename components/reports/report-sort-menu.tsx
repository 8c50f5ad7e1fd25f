'use client';

import { useTranslations } from 'next-intl';
import { ChoiceSelect } from '../ui/choice-select.tsx';
import { ArrowDownUp } from '../ui/icons.tsx';
import { useReportSearch } from './use-report-search.ts';

/** Sorting where the table has no header: on a phone. */
export function ReportSortMenu() {
  const t = useTranslations('reports');
  const label = useTranslations('list')('sort');
  const { search, change } = useReportSearch();
  return (
    <div className="min-[56rem]:hidden">
      <ChoiceSelect
        label={label}
        icon={ArrowDownUp}
        value={search.sort}
        choices={[
          { value: '-createdAt', label: t('newest') },
          { value: 'createdAt', label: t('oldest') },
        ]}
        onChoose={(sort) => change({ sort })}
      />
    </div>
  );
}
