'use client';

import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button';
import { EmptyState } from '#components/ui/empty-state';
import { SearchX } from '#components/ui/icons';
import { useDeviceSearch } from '../filters/use-device-search.ts';

export function NoMatches() {
  const t = useTranslations('devices');
  const clearAll = useTranslations('list')('clearAll');
  const { clear } = useDeviceSearch();
  return (
    <EmptyState icon={SearchX} title={t('noMatch')} text={t('noMatchText')}>
      <Button onClick={clear}>{clearAll}</Button>
    </EmptyState>
  );
}
