'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { FailureLine } from '#components/layout/action-form';
import { type Column, DataTable } from '#components/layout/data-table';
import { useDenied } from '#components/layout/session-context';
import { AttemptProblem, DeliveryStatus, useEventName } from '#components/marks/delivery-marks';
import { GivenText } from '#components/marks/given-text';
import { Button } from '#components/ui/button';
import { ExactTime, RelativeTime } from '#components/ui/relative-time';
import { RowOpener } from '#components/ui/row-opener';
import { userHref } from '#lib/client/lists/list-links';
import { destinationsQuery, repeatDelivery } from '#lib/client/queries/alert-queries';
import type { AlertDeliveryItem } from '#lib/contract/alert-delivery';
import { DeliveryDetails } from './delivery-details.tsx';

/** One row for each message; a row opens to show its attempts. */
export function DeliveryTable({ deliveries }: { deliveries: readonly AlertDeliveryItem[] }) {
  const t = useTranslations('alerts.deliveries');
  const id = useId();
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  function toggle(deliveryId: string) {
    const next = new Set(opened);
    if (!next.delete(deliveryId)) next.add(deliveryId);
    setOpened(next);
  }
  const columns: Column<AlertDeliveryItem>[] = [
    {
      id: 'at',
      head: t('column.at'),
      width: 'w-[17%]',
      className: 'max-[56rem]:grow',
      cell: (delivery) => (
        <DeliveryTime
          delivery={delivery}
          open={opened.has(delivery.id)}
          detailsId={id + delivery.id}
          onToggle={() => toggle(delivery.id)}
        />
      ),
    },
    {
      id: 'event',
      head: t('column.event'),
      width: 'w-[27%]',
      className: 'sheet-first',
      cell: (delivery) => <DeliveryEvent delivery={delivery} />,
    },
    {
      id: 'destination',
      head: t('column.destination'),
      width: 'w-[17%]',
      label: t('column.destination'),
      className: 'sheet-first',
      cell: (delivery) => <DeliveryTo delivery={delivery} />,
    },
    {
      id: 'state',
      head: t('column.state'),
      width: 'w-[27%]',
      className: 'sheet-first',
      cell: (delivery) => <DeliveryOutcome delivery={delivery} />,
    },
    {
      id: 'repeat',
      head: <span className="sr-only">{t('column.actions')}</span>,
      width: 'w-[12%]',
      cell: (delivery) => <RepeatDelivery delivery={delivery} />,
    },
  ];
  return (
    <DataTable
      name={t('title')}
      columns={columns}
      rows={deliveries}
      keyOf={(delivery) => delivery.id}
      detailsOf={(delivery) =>
        opened.has(delivery.id)
          ? { id: id + delivery.id, content: <DeliveryDetails delivery={delivery} /> }
          : null
      }
    />
  );
}

interface TimeProps {
  delivery: AlertDeliveryItem;
  open: boolean;
  detailsId: string;
  onToggle: () => void;
}

function DeliveryTime({ delivery, open, detailsId, onToggle }: TimeProps) {
  const t = useTranslations('alerts.deliveries');
  return (
    <RowOpener open={open} detailsId={detailsId} label={t('open')} onToggle={onToggle}>
      <ExactTime value={delivery.createdAt} />
    </RowOpener>
  );
}

/** What happened, and to which device. */
function DeliveryEvent({
  delivery: { eventType, events, device, subject },
}: {
  delivery: AlertDeliveryItem;
}) {
  const t = useTranslations('alerts.deliveries');
  const nameOf = useEventName();
  return (
    <>
      <span className="font-medium">
        {eventType === 'summary' ? t('summary', { count: events }) : nameOf(eventType)}
      </span>
      {device !== null && (
        <Link
          href={`/devices/${device.id}`}
          prefetch={false}
          className="block w-fit rounded-md text-accent hover:underline"
        >
          <GivenText text={device.name} />
        </Link>
      )}
      {subject !== null && (
        <Link
          href={hrefOf(subject)}
          prefetch={false}
          className="block w-fit rounded-md text-accent hover:underline"
        >
          <GivenText text={subject.name} />
        </Link>
      )}
    </>
  );
}

function hrefOf({ kind, id, name }: NonNullable<AlertDeliveryItem['subject']>) {
  if (kind === 'policy') return `/policies/${id}` as const;
  if (kind === 'source') return `/sources/${id}` as const;
  if (kind === 'export') return `/alerts/exports/${id}` as const;
  return `/feeds/${encodeURIComponent(name)}` as const;
}

/** The destination by name, or the user of the device. */
function DeliveryTo({ delivery: { destinationId, recipient } }: { delivery: AlertDeliveryItem }) {
  const t = useTranslations('alerts.deliveries');
  const destination = useQuery(destinationsQuery()).data?.items.find(({ id }) => id === destinationId);
  if (recipient !== null) {
    return (
      <>
        <Link
          href={userHref(recipient)}
          prefetch={false}
          className="wrap-anywhere rounded-md text-accent hover:underline"
        >
          <GivenText text={recipient} />
        </Link>
        <span className="block text-muted text-sm">{t('user')}</span>
      </>
    );
  }
  if (destination === undefined) return null;
  return (
    <Link
      href={`/alerts/destinations/${destination.id}`}
      prefetch={false}
      className="rounded-md text-accent hover:underline"
    >
      <GivenText text={destination.name} />
    </Link>
  );
}

/** How far it got, when it is tried next, and what the last attempt met. */
function DeliveryOutcome({ delivery: { state, attempts, nextAttemptAt } }: { delivery: AlertDeliveryItem }) {
  const t = useTranslations('alerts.deliveries');
  const last = attempts.at(-1);
  return (
    <>
      <DeliveryStatus value={state} />
      {nextAttemptAt !== null && (
        <span className="block text-sm">
          {t.rich(last === undefined ? 'sentAt' : 'triedAt', {
            time: () => <RelativeTime value={nextAttemptAt} future />,
          })}
        </span>
      )}
      {last !== undefined && last.error !== null && (
        <span className="line-clamp-3 wrap-anywhere text-muted text-sm">
          <AttemptProblem attempt={last} />
        </span>
      )}
    </>
  );
}

function RepeatDelivery({ delivery: { id, state, attempts } }: { delivery: AlertDeliveryItem }) {
  const t = useTranslations('alerts.deliveries');
  const denied = useDenied('admin');
  const repeat = useMutation(repeatDelivery(useQueryClient(), id));
  // One that was never tried is about to be.
  if (state === 'waiting' && attempts.length === 0) return null;
  return (
    <div className="-my-1 max-[56rem]:-ms-3 min-[56rem]:text-end">
      <Button
        look="quiet"
        disabled={denied !== null || repeat.isPending}
        title={denied ?? undefined}
        onClick={() => repeat.mutate()}
      >
        {t('repeat')}
      </Button>
      <FailureLine error={repeat.error} />
    </div>
  );
}
