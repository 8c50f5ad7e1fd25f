'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { AdminLink } from '#components/layout/admin-link';
import { type Column, DataTable } from '#components/layout/data-table';
import { ListScreen } from '#components/layout/list-screen';
import { GivenText } from '#components/marks/given-text';
import { EmptyState } from '#components/ui/empty-state';
import { Bell, Plus } from '#components/ui/icons';
import { RelativeTime } from '#components/ui/relative-time';
import { deliveriesHref } from '#lib/client/lists/delivery-search';
import { useLiveQueries } from '#lib/client/live-changes';
import { alertKeys, concernsAlerts, destinationsQuery } from '#lib/client/queries/alert-queries';
import type { AlertDestinationItem } from '#lib/contract/alert-destination';
import { AddressText, HealthStatus, KindMark, ProblemLine } from '../alert-marks.tsx';
import { AlertNavigation } from '../alert-navigation.tsx';

/** Where alerts go, and whether they arrive. */
export function DestinationListScreen() {
  const t = useTranslations('alerts.destinations');
  const query = useQuery({
    ...destinationsQuery(),
    select: ({ items }) => ({ items, nextCursor: null }),
  });
  useLiveQueries(alertKeys.all, concernsAlerts);
  return (
    <ListScreen
      title={t('title')}
      help="destination"
      about={t('about')}
      tabs={<AlertNavigation />}
      aside={<NewDestination />}
      query={query}
      cursor={null}
      onGo={() => Promise.resolve()}
      empty={
        <EmptyState icon={Bell} title={t('none')} text={t('noneText')}>
          <p className="mt-2">
            <NewDestination />
          </p>
        </EmptyState>
      }
    >
      {({ items }) => <DestinationTable destinations={items} />}
    </ListScreen>
  );
}

function NewDestination() {
  const t = useTranslations('alerts.destinations');
  return (
    <AdminLink href="/alerts/destinations/new" look="primary" icon={Plus}>
      {t('new')}
    </AdminLink>
  );
}

function DestinationTable({ destinations }: { destinations: readonly AlertDestinationItem[] }) {
  const t = useTranslations('alerts.destinations');
  const columns: Column<AlertDestinationItem>[] = [
    {
      id: 'name',
      head: t('column.name'),
      width: 'w-[20%]',
      className: 'sheet-first',
      cell: ({ id, name }) => (
        <Link
          href={`/alerts/destinations/${id}`}
          prefetch={false}
          className="rounded-md font-semibold text-accent hover:underline"
        >
          <GivenText text={name} />
        </Link>
      ),
    },
    {
      id: 'kind',
      head: t('column.kind'),
      width: 'w-[14%]',
      cell: ({ kind }) => <KindMark kind={kind} />,
    },
    {
      id: 'address',
      head: t('column.address'),
      width: 'w-[24%]',
      className: 'sheet-first',
      cell: (destination) => <AddressText destination={destination} />,
    },
    {
      id: 'health',
      head: t('column.health'),
      width: 'w-[20%]',
      className: 'sheet-first',
      cell: ({ health, problem }) => (
        <>
          <HealthStatus value={health} />
          {problem !== null && <ProblemLine problem={problem} />}
        </>
      ),
    },
    {
      id: 'waiting',
      head: t('column.waiting'),
      width: 'w-[9%]',
      label: t('column.waiting'),
      cell: (destination) => <WaitingCount destination={destination} />,
    },
    {
      id: 'delivered',
      head: t('column.delivered'),
      width: 'w-[13%]',
      label: t('column.delivered'),
      cell: ({ deliveredAt }) => <DeliveredText at={deliveredAt} />,
    },
  ];
  return <DataTable name={t('title')} columns={columns} rows={destinations} keyOf={({ id }) => id} />;
}

/** How many messages wait, with a link to them. */
export function WaitingCount({ destination: { id, waiting } }: { destination: AlertDestinationItem }) {
  const t = useTranslations('alerts.destinations');
  if (waiting === 0) return '0';
  return (
    <Link
      href={deliveriesHref({ destinationId: id, state: 'waiting' })}
      prefetch={false}
      className="rounded-md text-accent hover:underline"
    >
      {waiting === null ? t('waitingMany') : t('waitingCount', { count: waiting })}
    </Link>
  );
}

export function DeliveredText({ at }: { at: string | null }) {
  const t = useTranslations('alerts.destinations');
  return at === null ? <span className="text-muted">{t('never')}</span> : <RelativeTime value={at} />;
}
