'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { endSession } from '#lib/client/queries/session-queries';
import { useErrorText } from '../layout/use-error-text.ts';
import { Button } from '../ui/button.tsx';

/** Ends a session at once; whoever used it has to sign in again. */
export function EndSession({ id, of }: { id: string; of: string }) {
  const t = useTranslations('sessions');
  const errorText = useErrorText();
  const end = useMutation(endSession(useQueryClient()));
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <span role="alert" className="text-bad empty:hidden">
        {end.isError && t('notEnded', { reason: errorText(end.error) })}
      </span>
      <Button aria-label={t('endOf', { of })} disabled={end.isPending} onClick={() => end.mutate(id)}>
        {t('end')}
      </Button>
    </span>
  );
}
