'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { payloadQuery } from '#lib/client/device-detail-queries';
import { LoadError } from '../layout/load-error.tsx';
import { CodeBlock } from '../ui/code-block.tsx';
import { Skeleton } from '../ui/skeleton.tsx';

/** The very entries that went to Microsoft about this device. */
export function SentPayload({ reportId }: { reportId: string }) {
  const t = useTranslations('device.payload');
  const { data, isPending, error, isFetching, refetch } = useQuery(payloadQuery(reportId));
  if (error) return <LoadError error={error} onRetry={() => void refetch()} retrying={isFetching} />;
  if (isPending) return <Skeleton />;
  if (data === null) return <p className="text-muted">{t('forgotten')}</p>;
  return <CodeBlock text={JSON.stringify(data, null, 2)} what={t('what')} />;
}
