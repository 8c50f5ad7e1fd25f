'use client';

import { useTranslations } from 'next-intl';
import { EmptyState } from '../ui/empty-state.tsx';
import { KeyRound } from '../ui/icons.tsx';

export function NoApiKeys() {
  const t = useTranslations('apiKeys');
  return <EmptyState icon={KeyRound} title={t('none')} text={t('noneText')} />;
}
