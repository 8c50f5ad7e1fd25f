'use client';

import { useTranslations } from 'next-intl';
import { EmptyState } from '../ui/empty-state.tsx';
import { Send } from '../ui/icons.tsx';

export function NoReports() {
  const t = useTranslations('reports');
  return <EmptyState icon={Send} title={t('none')} text={t('noneText')} />;
}
