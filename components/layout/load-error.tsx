'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import Link from 'next/link';
import { usePathname, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { Button, buttonClass } from '#components/ui/button';
import { CircleAlert } from '#components/ui/icons';
import { RequestFailed } from '#lib/client/call';
import { retryAfterSeconds } from '#lib/domain/database-fault';
import { faultOfError, useErrorText } from './use-error-text.ts';

interface Props {
  error: unknown;
  onRetry: () => void;
  retrying: boolean;
}

/** What went wrong, its request id for the log, and a retry: automatic while the database cannot be used. */
export function LoadError({ error, onRetry, retrying }: Props) {
  const t = useTranslations();
  const errorText = useErrorText();
  const fault = faultOfError(error);
  const seconds = fault === null ? null : retryAfterSeconds[fault];
  useEffect(() => {
    if (seconds === null || retrying) return;
    const timer = setTimeout(onRetry, seconds * 1000);
    return () => clearTimeout(timer);
  }, [seconds, retrying, onRetry]);
  const requestId = error instanceof RequestFailed ? error.problem?.requestId : undefined;
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg bg-bad-soft px-4 py-3"
    >
      <CircleAlert aria-hidden="true" size={18} className="text-bad" />
      <div className="min-w-0 flex-1">
        <p className="font-semibold text-bad">{t('error.title')}</p>
        <p>{errorText(error)}</p>
        {seconds !== null && <p>{t('error.unavailable.again', { seconds })}</p>}
        {requestId && (
          <p className="font-mono text-muted text-xs">{t('common.requestId', { id: requestId })}</p>
        )}
      </div>
      <FirstPageLink error={error} />
      <Button onClick={() => onRetry()} disabled={retrying}>
        {t('common.retry')}
      </Button>
    </div>
  );
}

/** A cursor of another version or search never works again: the first page does. */
function FirstPageLink({ error }: { error: unknown }) {
  const t = useTranslations('list');
  const path = usePathname();
  const given = new URLSearchParams(useSearchParams());
  const isRefused = error instanceof RequestFailed && error.problem?.code === 'invalid_input';
  if (!isRefused || !given.has('cursor')) return null;
  given.delete('cursor');
  return (
    <Link href={`${path}?${given}` as '/devices'} className={buttonClass('plain')}>
      {t('first')}
    </Link>
  );
}

interface FailingQuery extends Pick<UseQueryResult, 'error' | 'isError' | 'isFetching'> {
  refetch: () => unknown;
}

/** Shown above a screen whose query failed; nothing otherwise. */
export function QueryError({ query }: { query: FailingQuery }) {
  const { error, isError, isFetching, refetch } = query;
  return isError && <LoadError error={error} onRetry={refetch} retrying={isFetching} />;
}
