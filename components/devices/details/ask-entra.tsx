'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { useDenied } from '#components/layout/session-context';
import { TextButton } from '#components/ui/button';
import { askEntra } from '#lib/client/queries/device-queries';
import { useErrorText } from '../../layout/use-error-text.ts';

/** Reads the device from Entra at once, and says how that went, also to screen readers. */
export function AskEntra({ deviceId }: { deviceId: string }) {
  const t = useTranslations('device.states');
  const errorText = useErrorText();
  const deniedId = useId();
  const denied = useDenied('operator');
  const ask = useMutation(askEntra(useQueryClient(), deviceId));

  function progressText(): string {
    if (ask.isPending) return t('askPending');
    if (ask.error) return t('askFailed', { reason: errorText(ask.error) });
    return ask.isSuccess ? t('askDone') : '';
  }

  return (
    <div className="flex flex-wrap items-baseline gap-x-3 text-sm">
      <TextButton
        aria-describedby={deniedId}
        title={denied ?? undefined}
        disabled={denied !== null || ask.isPending}
        onClick={() => ask.mutate()}
      >
        {t('ask')}
      </TextButton>
      <span id={deniedId} className="sr-only">
        {denied}
      </span>
      <p role="status" className={ask.error ? 'text-bad' : 'text-muted'}>
        {progressText()}
      </p>
    </div>
  );
}
