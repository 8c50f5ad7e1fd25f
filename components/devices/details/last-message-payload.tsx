'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { LoadError } from '#components/layout/load-error';
import { CodeBlock } from '#components/ui/code-block';
import { Skeleton } from '#components/ui/skeleton';
import { payloadQuery } from '#lib/client/queries/report-queries';

/** The exact entries that Microsoft received about this device. */
export function SentPayload({ reportId }: { reportId: string }) {
  const t = useTranslations('device.payload');
  const { data, isPending, error, isFetching, refetch } = useQuery(payloadQuery(reportId));
  if (error) return <LoadError error={error} onRetry={() => void refetch()} retrying={isFetching} />;
  if (isPending) return <Skeleton />;
  if (data === null) return <p className="text-muted">{t('forgotten')}</p>;
  return <CodeBlock text={JSON.stringify(data, null, 2)} what={t('what')} />;
}
