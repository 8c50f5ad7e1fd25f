'use client';

import { useTranslations } from 'next-intl';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { SearchX } from '../ui/icons.tsx';
import { useReportSearch } from './use-report-search.ts';

export function NoMatchingReports() {
  const t = useTranslations('reports');
  const clearAll = useTranslations('list')('clearAll');
  const { clear } = useReportSearch();
  return (
    <EmptyState icon={SearchX} title={t('noMatch')} text={t('noMatchText')}>
      <Button onClick={clear}>{clearAll}</Button>
    </EmptyState>
  );
}
