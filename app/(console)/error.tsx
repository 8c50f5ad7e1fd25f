'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useCallback, useTransition } from 'react';
import { LoadError } from '#components/layout/load-error';
import { PageTitle } from '#components/layout/page-header';

export default function ConsoleError({ error, reset }: { error: Error; reset: () => void }) {
  const t = useTranslations('error');
  const router = useRouter();
  const [retrying, startRetry] = useTransition();
  // `reset` alone renders the server's old result again, so the server is asked as well.
  const retry = useCallback(() => {
    startRetry(() => {
      router.refresh();
      reset();
    });
  }, [router, reset]);
  return (
    <>
      <PageTitle page={t('title')} />
      <LoadError error={error} onRetry={retry} retrying={retrying} />
    </>
  );
}
