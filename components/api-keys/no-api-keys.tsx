'use client';

import { KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { EmptyState } from '../ui/empty-state.tsx';

export function NoApiKeys() {
  const t = useTranslations('apiKeys');
  return <EmptyState icon={KeyRound} title={t('none')} text={t('noneText')} />;
}
