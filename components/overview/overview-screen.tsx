'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { QueryError } from '#components/layout/load-error';
import { PageHeader } from '#components/layout/page-header';
import { RelativeTime } from '#components/ui/relative-time';
import { Skeleton } from '#components/ui/skeleton';
import { useLiveQueries } from '#lib/client/live-changes';
import { overviewQuery } from '#lib/client/queries/overview-queries';
import { Breakdowns } from './breakdowns/breakdowns.tsx';
import { ConfirmationPanel } from './charts/confirmation-panel.tsx';
import { HoursPanel } from './charts/hours-panel.tsx';
import { TrendPanels } from './charts/trend-panels.tsx';
import { HealthPanel } from './health-panel.tsx';
import { KeyFigures } from './key-figures.tsx';

/** Whether reporting is healthy, which devices need attention, and the trend, from the last count of a worker. */
export function OverviewScreen({ noDevices }: { noDevices: ReactNode }) {
  const t = useTranslations('overview');
  const query = useQuery(overviewQuery());
  const { data, isError } = query;
  useLiveQueries(overviewQuery().queryKey, ({ topics }) => topics.includes('overview'));
  const { computedAt, figures, history } = data ?? { computedAt: null, figures: null, history: [] };
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title={t('title')}
        help="status"
        beside={
          computedAt !== null && (
            <span className="ms-auto text-muted text-xs">
              {t.rich('asOf', { ago: () => <RelativeTime value={computedAt} /> })}
            </span>
          )
        }
      />
      <QueryError query={query} />
      {figures === null && !isError && <BeingComputed />}
      {figures?.devices.total === 0 && noDevices}
      {figures !== null && computedAt !== null && figures.devices.total > 0 && (
        <>
          <HealthPanel day={figures.day} />
          <KeyFigures figures={figures} history={history} computedAt={computedAt} />
          <div className="grid gap-4 has-[details[open]]:items-start lg:grid-cols-2">
            <HoursPanel hours={figures.hours} />
            <ConfirmationPanel hours={figures.hours} day={figures.day} />
          </div>
          <TrendPanels devices={figures.devices} history={history} computedAt={computedAt} />
          <Breakdowns figures={figures} />
        </>
      )}
    </div>
  );
}

const tiles = ['noncompliant', 'failed', 'entraDisagrees', 'neverReported', 'userHasToAct', 'waiting'];
const charts = ['hours', 'confirmation'];

/** Holds the page's place while a worker counts for the first time. */
function BeingComputed() {
  const t = useTranslations('overview');
  return (
    <>
      <div role="status" className="rounded-lg border border-line bg-surface p-4">
        <p className="font-semibold text-lg">{t('computing')}</p>
        <p className="text-muted">{t('computingText')}</p>
      </div>
      <div className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-6">
        {tiles.map((tile) => (
          <div key={tile} className="flex h-21 flex-col rounded-lg border border-line bg-surface p-3">
            <Skeleton width="70%" />
            <Skeleton width="40%" />
          </div>
        ))}
      </div>
      <div className="grid gap-4 lg:grid-cols-2">
        {charts.map((chart) => (
          <div key={chart} className="h-80 rounded-lg border border-line bg-surface p-4">
            <Skeleton width="40%" />
          </div>
        ))}
      </div>
    </>
  );
}
