'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CirclePause } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { resumeReporting } from '#lib/client/connection-queries';
import { useErrorText } from '../layout/use-error-text.ts';
import { Button } from '../ui/button.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { Notice } from './notice.tsx';

export function PausedNotice({ paused }: { paused: { since: string; by: string } }) {
  const t = useTranslations('connection');
  const textOf = useErrorText();
  const resume = useMutation(resumeReporting(useQueryClient()));
  return (
    <Notice
      tone="wait"
      icon={CirclePause}
      title={t('paused')}
      action={
        <Button onClick={() => resume.mutate()} disabled={resume.isPending}>
          {t('resume')}
        </Button>
      }
    >
      {t.rich('pausedText', { by: paused.by, ago: () => <RelativeTime value={paused.since} /> })}
      {resume.isError && <> {t('resumeFailed', { reason: textOf(resume.error) })}</>}
    </Notice>
  );
}
