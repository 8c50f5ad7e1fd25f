'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { bulkListParsers } from '#lib/client/lists/bulk-search';
import { bulkKeys, bulkListQuery } from '#lib/client/queries/bulk-queries';
import { useLiveQueries } from '#lib/client/use-live-queries';
import { ListSkeleton } from '../layout/list-skeleton.tsx';
import { LoadError } from '../layout/load-error.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { Pager } from '../layout/pager.tsx';
import { buttonClass } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ListChecks } from '../ui/icons.tsx';
import { BulkTable } from './bulk-table.tsx';
import { concernsBulkActions } from './concerns-bulk-actions.ts';

/** Every bulk action, the newest first, moving while it is looked at. */
export function BulkListScreen() {
  const t = useTranslations('bulk');
  const [{ cursor }, setSearch] = useQueryStates(bulkListParsers, { history: 'push', shallow: true });
  const { data, error, isError, isFetching, isPlaceholderData, refetch } = useQuery(bulkListQuery(cursor));
  useLiveQueries(bulkKeys.all, concernsBulkActions);
  return (
    <div className="flex flex-col gap-3">
      <PageTitle page={t('title')} />
      <h1 className="font-semibold text-xl">{t('title')}</h1>
      {isError && <LoadError error={error} onRetry={() => void refetch()} retrying={isFetching} />}
      {!(isError && !data) && (
        <div
          aria-busy={isPlaceholderData}
          className={`overflow-hidden rounded-lg border border-line bg-surface transition-opacity ${isPlaceholderData ? 'opacity-60' : ''}`}
        >
          {!data && <ListSkeleton />}
          {data && data.items.length === 0 && <NoBulkActions />}
          {data && data.items.length > 0 && <BulkTable actions={data.items} />}
        </div>
      )}
      {data && (
        <Pager
          cursor={cursor}
          nextCursor={data.nextCursor}
          loading={isPlaceholderData}
          onGo={(to) => setSearch({ cursor: to })}
        />
      )}
    </div>
  );
}

function NoBulkActions() {
  const t = useTranslations();
  return (
    <EmptyState icon={ListChecks} title={t('bulk.none')} text={t('bulk.noneText')}>
      <Link href="/devices" className={`mt-2 ${buttonClass('plain')}`}>
        {t('error.toDevices')}
      </Link>
    </EmptyState>
  );
}
