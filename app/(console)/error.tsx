'use client';

import { useTranslations } from 'next-intl';
import { LoadError } from '#components/layout/load-error';
import { PageTitle } from '#components/layout/page-title';

export default function ConsoleError({ error, reset }: { error: Error; reset: () => void }) {
  const t = useTranslations('error');
  return (
    <>
      <PageTitle page={t('title')} />
      <LoadError error={error} onRetry={reset} retrying={false} />
    </>
  );
}
