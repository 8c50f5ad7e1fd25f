'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { LoadError } from '#components/layout/load-error';
import { AttemptProblem, DeliveryStatus, useEventName } from '#components/marks/delivery-marks';
import { GivenText } from '#components/marks/given-text';
import { Panel } from '#components/ui/panel';
import { RelativeTime } from '#components/ui/relative-time';
import { Skeleton } from '#components/ui/skeleton';
import { deliveriesHref } from '#lib/client/lists/delivery-search';
import { deviceHref } from '#lib/client/lists/list-links';
import { useLiveQueries } from '#lib/client/live-changes';
import { alertKeys, concernsAlerts, userMessagesQuery } from '#lib/client/queries/alert-queries';
import type { AlertDeliveryItem } from '#lib/contract/alert-delivery';

const link = 'rounded-md text-accent hover:underline';

/** The last mails to the person, each with what it was about and whether it arrived. */
export function UserMessages({ name }: { name: string }) {
  const t = useTranslations('users.messages');
  const toSettings = useTranslations('alerts.userMail')('title');
  const { data, error, isError, isFetching, refetch } = useQuery(userMessagesQuery(name));
  useLiveQueries(alertKeys.deliveries, concernsAlerts);
  return (
    <Panel
      title={t('title')}
      aside={
        data && data.items.length > 0 ? (
          <Link href={deliveriesHref({ recipient: name }) as '/alerts'} className={`text-sm ${link}`}>
            {t('all')}
          </Link>
        ) : (
          <Link href="/alerts/user-mail" className={`text-sm ${link}`}>
            {toSettings}
          </Link>
        )
      }
    >
      {isError && <LoadError error={error} onRetry={() => void refetch()} retrying={isFetching} />}
      {!data && !isError && <Skeleton width="70%" />}
      {data?.items.length === 0 && <p className="text-muted">{t('none')}</p>}
      {data && data.items.length > 0 && (
        <ul aria-label={t('title')} className="divide-y divide-line">
          {data.items.map((delivery) => (
            <Message key={delivery.id} delivery={delivery} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Message({ delivery }: { delivery: AlertDeliveryItem }) {
  const nameOf = useEventName();
  const { eventType, device, state, createdAt, attempts } = delivery;
  const last = attempts.at(-1);
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 py-1.5 first:pt-0 last:pb-0">
      <DeliveryStatus value={state} />
      <span className="font-medium">{nameOf(eventType)}</span>
      {device !== null && (
        <Link href={deviceHref(device.id, null)} prefetch={false} className={`min-w-0 wrap-anywhere ${link}`}>
          <GivenText text={device.name} />
        </Link>
      )}
      <span className="text-muted text-sm">
        <RelativeTime value={createdAt} />
      </span>
      {state !== 'delivered' && last !== undefined && last.error !== null && (
        <span className="basis-full wrap-anywhere text-muted text-sm">
          <AttemptProblem attempt={last} />
        </span>
      )}
    </li>
  );
}
