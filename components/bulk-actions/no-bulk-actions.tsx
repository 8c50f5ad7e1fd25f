'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { buttonClass } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ListChecks } from '../ui/icons.tsx';

export function NoBulkActions() {
  const t = useTranslations();
  return (
    <EmptyState icon={ListChecks} title={t('bulk.none')} text={t('bulk.noneText')}>
      <Link href="/devices" className={`mt-2 ${buttonClass('plain')}`}>
        {t('error.toDevices')}
      </Link>
    </EmptyState>
  );
}
