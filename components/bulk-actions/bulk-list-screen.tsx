'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { ListScreen } from '#components/layout/list-screen';
import { buttonClass } from '#components/ui/button';
import { EmptyState } from '#components/ui/empty-state';
import { ListChecks } from '#components/ui/icons';
import { bulkListParsers } from '#lib/client/lists/bulk-search';
import { bulkKeys, bulkListQuery } from '#lib/client/queries/bulk-queries';
import { useLiveQueries } from '#lib/client/use-live-queries';
import { useListSearch } from '../layout/use-list-search.ts';
import { BulkTable } from './bulk-table.tsx';
import { concernsBulkActions } from './concerns-bulk-actions.ts';

/** Every bulk action, the newest first, with live progress. */
export function BulkListScreen() {
  const t = useTranslations();
  const { search, change } = useListSearch(bulkListParsers);
  const query = useQuery(bulkListQuery(search.cursor));
  useLiveQueries(bulkKeys.all, concernsBulkActions);
  return (
    <ListScreen
      title={t('bulk.title')}
      query={query}
      cursor={search.cursor}
      onGo={(cursor) => change({ cursor })}
      empty={
        <EmptyState icon={ListChecks} title={t('bulk.none')} text={t('bulk.noneText')}>
          <Link href="/devices" className={`mt-2 ${buttonClass('plain')}`}>
            {t('error.toDevices')}
          </Link>
        </EmptyState>
      }
    >
      {({ items }) => <BulkTable actions={items} />}
    </ListScreen>
  );
}
