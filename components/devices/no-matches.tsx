'use client';

import { useTranslations } from 'next-intl';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { SearchX } from '../ui/icons.tsx';
import { useDeviceSearch } from './use-device-search.ts';

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
