'use client';

import { useTranslations } from 'next-intl';
import type { PreflightStep } from '#lib/domain/azure/preflight';
import { remedies, remedyOf } from '#lib/domain/azure/remedy';

/** What to do about a code, and who does it. */
export function RemedyText({ code, step }: { code: string; step: PreflightStep | null }) {
  const t = useTranslations('connection');
  const remedy = remedyOf(step, code);
  return (
    <p className="max-w-prose">
      {t(`remedy.${remedy}`)}{' '}
      <span className="whitespace-nowrap text-muted">
        {t('remedyBy', { who: t(`actor.${remedies[remedy]}`) })}
      </span>
    </p>
  );
}
