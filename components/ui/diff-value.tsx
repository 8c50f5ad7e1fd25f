'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ArrowRight } from './icons.tsx';

/** A value before and after a change. */
export function DiffValue({ from, to }: { from: ReactNode; to: ReactNode }) {
  const t = useTranslations('common');
  return (
    <span className="inline-flex flex-wrap items-center gap-x-1.5">
      <span className="sr-only">{t('before')}</span>
      <del className="text-muted no-underline">{from}</del>
      <ArrowRight aria-hidden="true" size={12} className="text-muted" />
      <span className="sr-only">{t('after')}</span>
      <ins className="font-medium no-underline">{to}</ins>
    </span>
  );
}
