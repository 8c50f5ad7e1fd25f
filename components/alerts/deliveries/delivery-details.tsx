'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { GivenText } from '#components/marks/given-text';
import { GuideLink } from '#components/marks/guide-link';
import { Copyable } from '#components/ui/copy-button';
import { ExactTime } from '#components/ui/relative-time';
import type { AlertDeliveryItem } from '#lib/contract/alert-delivery';

/** Every attempt, and by what a receiver knows the message. */
export function DeliveryDetails({ delivery: { attempts, eventId } }: { delivery: AlertDeliveryItem }) {
  const t = useTranslations('alerts.deliveries');
  const problemOf = useTranslations('alerts.problem');
  const format = useFormatter();
  return (
    <div className="flex flex-col gap-2 py-1">
      {attempts.length === 0 ? (
        <p className="text-muted">{t('noAttempts')}</p>
      ) : (
        <ol aria-label={t('attempts')} className="flex flex-col gap-1">
          {attempts.map(({ at, status, ms, error, code }) => (
            <li key={at} className="flex flex-wrap gap-x-3">
              <ExactTime value={at} />
              <span>{status === null ? t('noAnswer') : t('answer', { status: String(status) })}</span>
              <span className="text-muted">
                {format.number(ms, { style: 'unit', unit: 'millisecond', unitDisplay: 'short' })}
              </span>
              {error !== null && (
                <span className="min-w-0 basis-full wrap-anywhere text-muted">
                  {code !== null && `${problemOf(`${code}.title`)}: `}
                  <GivenText text={error} />{' '}
                  {code !== null && (
                    <GuideLink topic="delivery-problem" entry={code} name={problemOf(`${code}.title`)} />
                  )}
                </span>
              )}
            </li>
          ))}
        </ol>
      )}
      {eventId !== null && (
        <p className="flex flex-wrap items-baseline gap-x-2">
          <code className="font-mono text-muted text-sm">webhook-id</code>
          <Copyable text={eventId} what="webhook-id" />
        </p>
      )}
    </div>
  );
}
