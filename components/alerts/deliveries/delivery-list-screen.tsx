'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ListScreen, NoMatch, RowsOffer } from '#components/layout/list-screen';
import { useDenied } from '#components/layout/session-context';
import { Button } from '#components/ui/button';
import { EmptyState } from '#components/ui/empty-state';
import { RefreshCw, Send } from '#components/ui/icons';
import { deliverySearchParsers } from '#lib/client/lists/delivery-search';
import { usePageUpdates } from '#lib/client/lists/page-updates';
import { useLiveQueries } from '#lib/client/live-changes';
import { alertKeys, concernsAlerts, deliveryListQuery } from '#lib/client/queries/alert-queries';
import type { AlertDeliveryItem } from '#lib/contract/alert-delivery';
import { useListSearch } from '../../layout/use-list-search.ts';
import { AlertNavigation } from '../alert-navigation.tsx';
import { DeliveryActiveFilters, DeliveryFilters } from './delivery-filters.tsx';
import { DeliveryTable } from './delivery-table.tsx';

interface Page {
  items: AlertDeliveryItem[];
  nextCursor: string | null;
}

/** Every message to a destination or a user. New ones are offered, so that no row moves while you read. */
export function DeliveryListScreen() {
  const t = useTranslations('alerts.deliveries');
  const { search, change, clear, narrowed } = useListSearch(deliverySearchParsers);
  const query = useQuery(deliveryListQuery(search));
  useLiveQueries(alertKeys.deliveries, concernsAlerts);
  const { steady, show } = usePageUpdates<AlertDeliveryItem, Page>({
    key: JSON.stringify(search),
    page: query.isPlaceholderData ? undefined : query.data,
  });
  return (
    <ListScreen
      title={t('title')}
      help="delivery"
      about={t('about')}
      tabs={<AlertNavigation />}
      beside={<RowsOffer count={steady?.offered ?? 0} onShow={show} />}
      aside={<RepeatFailed />}
      filters={
        <>
          <DeliveryFilters />
          <DeliveryActiveFilters />
        </>
      }
      query={query}
      steady={steady?.page}
      cursor={search.cursor}
      onGo={(cursor) => change({ cursor })}
      empty={
        narrowed ? (
          <NoMatch title={t('noMatch')} text={t('noMatchText')} onClear={clear} />
        ) : (
          <EmptyState icon={Send} title={t('none')} text={t('noneText')} />
        )
      }
    >
      {({ items }) => <DeliveryTable deliveries={items} />}
    </ListScreen>
  );
}

const RepeatFailedDialog = dynamic(() =>
  import('./repeat-failed-dialog.tsx').then(({ RepeatFailedDialog: dialog }) => dialog),
);

function RepeatFailed() {
  const t = useTranslations('alerts.deliveries');
  const denied = useDenied('admin');
  const { search } = useListSearch(deliverySearchParsers);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button disabled={denied !== null} title={denied ?? undefined} onClick={() => setOpen(true)}>
        <RefreshCw aria-hidden="true" size={14} />
        {t('repeatAll')}
      </Button>
      {open && <RepeatFailedDialog destinationIds={search.destinationId} onClose={() => setOpen(false)} />}
    </>
  );
}
