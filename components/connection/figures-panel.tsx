'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { RelativeTime } from '#components/ui/relative-time';
import type { ConnectionState } from '#lib/contract/connection';

/** How many reports wait, are being sent, and were settled. */
export function FiguresPanel({ connection }: { connection: ConnectionState }) {
  const t = useTranslations('connection.figures');
  const format = useFormatter();
  const { waiting, messages, rates } = connection;
  const { since } = waiting;
  return (
    <section aria-label={t('title')} className="overflow-hidden rounded-lg border border-line bg-surface">
      <dl className="-ms-px -mt-px grid grid-cols-2 lg:grid-cols-4">
        <Figure
          name={t('waiting')}
          value={waiting.exact ? format.number(waiting.value) : t('moreThan', { count: waiting.value })}
        >
          {since === null ? t('noneDue') : t.rich('oldest', { ago: () => <RelativeTime value={since} /> })}
        </Figure>
        <Figure
          name={t('messages')}
          value={format.number(messages.preparing + messages.sending + messages.sent)}
        >
          {t('messageParts', messages)}
        </Figure>
        {(['hour', 'day'] as const).map((period) => (
          <Figure key={period} name={t(period)} value={format.number(rates[period].successful)}>
            {t('confirmed', { count: rates[period].successful })}
            <span className={rates[period].failed > 0 ? 'block text-bad' : 'block'}>
              {t('failed', { count: rates[period].failed })}
            </span>
          </Figure>
        ))}
      </dl>
    </section>
  );
}

/** A number, with its name above and its parts below. */
function Figure({ name, value, children }: { name: string; value: string; children: ReactNode }) {
  return (
    <div className="border-line border-s border-t p-4">
      <dt className="text-muted">{name}</dt>
      <dd>
        <span className="block font-semibold text-xl">{value}</span>
        <span className="block text-muted text-sm">{children}</span>
      </dd>
    </div>
  );
}
