'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useDenied } from '#components/layout/session-context';
import { Button } from '#components/ui/button';
import { Pause, Play } from '#components/ui/icons';
import { changeConnection } from '#lib/client/queries/connection-queries';
import { useErrorText } from '../layout/use-error-text.ts';

/** Pauses or resumes reporting, whichever applies. */
export function SwitchReporting({ paused }: { paused: boolean }) {
  const t = useTranslations('connection');
  const errorText = useErrorText();
  const change = useMutation(changeConnection(useQueryClient(), paused ? 'resume' : 'pause'));
  const denied = useDenied('admin');
  const Icon = paused ? Play : Pause;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <Button
        onClick={() => change.mutate()}
        disabled={change.isPending || denied !== null}
        title={denied ?? undefined}
      >
        <Icon aria-hidden="true" size={14} />
        {paused ? t('resume') : t('pause')}
      </Button>
      <span role="alert" className="text-bad empty:hidden">
        {change.isError && t('actionFailed', { reason: errorText(change.error) })}
      </span>
    </span>
  );
}
