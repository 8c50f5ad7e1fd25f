'use client';

import { useTranslations } from 'next-intl';
import { LoadError } from '#components/layout/load-error';
import { Button } from '#components/ui/button';

interface Props {
  history: {
    isError: boolean;
    error: Error | null;
    isFetching: boolean;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    refetch: () => Promise<unknown>;
    fetchNextPage: () => Promise<unknown>;
  };
}

/** The end of a history: more of it, or what went wrong. */
export function HistoryFooter({ history }: Props) {
  const t = useTranslations('common');
  if (history.isError) {
    return (
      <LoadError error={history.error} onRetry={() => void history.refetch()} retrying={history.isFetching} />
    );
  }
  if (!history.hasNextPage) return null;
  return (
    <div className="border-line border-t p-2 text-center">
      <Button look="quiet" disabled={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
        {t('loadMore')}
      </Button>
    </div>
  );
}
