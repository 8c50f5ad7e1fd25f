'use client';

import { useTranslations } from 'next-intl';
import { RequestFailed } from '#lib/client/request-json';
import { Button } from '../ui/button.tsx';
import { CircleAlert } from '../ui/icons.tsx';
import { useErrorText } from './use-error-text.ts';

interface Props {
  error: unknown;
  onRetry: () => void;
  retrying: boolean;
}

/** What went wrong, its request id for the log, and another try. */
export function LoadError({ error, onRetry, retrying }: Props) {
  const t = useTranslations();
  const textOf = useErrorText();
  const requestId = error instanceof RequestFailed ? error.problem?.requestId : undefined;
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg bg-bad-soft px-4 py-3"
    >
      <CircleAlert aria-hidden="true" size={18} className="text-bad" />
      <div className="min-w-0 flex-1">
        <p className="font-semibold text-bad">{t('error.title')}</p>
        <p>{textOf(error)}</p>
        {requestId && (
          <p className="font-mono text-muted text-xs">{t('common.requestId', { id: requestId })}</p>
        )}
      </div>
      <Button onClick={onRetry} disabled={retrying}>
        {t('common.retry')}
      </Button>
    </div>
  );
}
