'use client';

import { useTranslations } from 'next-intl';
import type { BulkItem } from '#lib/contract/bulk-action';
import { Status } from '../ui/status.tsx';
import { outcomeLooks } from './outcome-looks.ts';

export function ItemOutcome({ item: { outcome } }: { item: BulkItem }) {
  const t = useTranslations('bulk.outcome');
  const { tone, icon } = outcomeLooks[outcome];
  return (
    <Status tone={tone} icon={icon}>
      {t(outcome)}
    </Status>
  );
}
