'use client';

import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { QueryError } from '#components/layout/load-error';
import { useEventName } from '#components/marks/delivery-marks';
import { Panel } from '#components/ui/panel';
import { Skeleton } from '#components/ui/skeleton';
import { rulePreviewQuery } from '#lib/client/queries/alert-queries';
import { useCalm } from '#lib/client/use-calm';
import type { AlertRulePreview } from '#lib/contract/alert-rule';
import type { AlertEventType } from '#lib/domain/alerts/alert-event';
import type { DeviceCriteria } from '#lib/domain/devices/device-criteria';

interface Props {
  events: readonly AlertEventType[];
  filter: DeviceCriteria;
}

/** How often a rule would have fired in the last seven days, counted while it is written. */
export function RulePreviewPanel({ events, filter }: Props) {
  const t = useTranslations('alerts.preview');
  const calm = useCalm({ events: [...events].sort(), filter });
  const query = useQuery({ ...rulePreviewQuery(calm), enabled: calm.events.length > 0 });
  const { data, isFetching } = query;
  const some = events.length > 0;
  return (
    <Panel
      title={t('title')}
      aside={isFetching && <span className="text-muted text-sm">{t('counting')}</span>}
    >
      <div aria-live="polite" aria-busy={isFetching}>
        {!some && <p>{t('noEvents')}</p>}
        {some && <QueryError query={query} />}
        {some && !data && !query.isError && <Skeleton />}
        {some && data && <Preview preview={data} />}
      </div>
    </Panel>
  );
}

function Preview({ preview: { fired, byType } }: { preview: AlertRulePreview }) {
  const t = useTranslations('alerts.preview');
  const format = useFormatter();
  const nameOf = useEventName();
  return (
    <>
      <p className="font-semibold">
        {fired.exact ? t('fired', { count: fired.value }) : t('firedMore', { count: fired.value })}
      </p>
      <ul className="mt-2">
        {byType.map(({ type, count }) => (
          <li key={type} className="flex justify-between gap-3">
            <span>{nameOf(type)}</span>
            <span className="shrink-0">{format.number(count)}</span>
          </li>
        ))}
      </ul>
      <p className="mt-2 text-muted text-sm">{t('note')}</p>
    </>
  );
}
