'use client';

import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { reportsHref } from '#lib/client/lists/list-links';
import type { ReportHourFigures } from '#lib/contract/overview';
import { ChartPanel, ChartSpace } from './chart-panel.tsx';
import { hourFilter, type Outcome, outcomeLooks, outcomes, statusesOf } from './report-outcomes.ts';
import { Legend, type Series } from './series.tsx';
import { useHourText } from './use-hour-text.ts';

const HoursChart = dynamic(() => import('./hours-chart.tsx').then((module) => module.HoursChart), {
  ssr: false,
  loading: ChartSpace,
});

const patterns = {
  successful: 'solid',
  failed: 'hatched',
  open: 'dotted',
  superseded: 'outlined',
} as const satisfies Record<Outcome, Series['look']>;

/** Reports of the last 48 hours, by outcome. */
export function HoursPanel({ hours }: { hours: readonly ReportHourFigures[] }) {
  const t = useTranslations('overview');
  const format = useFormatter();
  const since = hours[0]?.hour;
  const totals = outcomes.map((outcome) => hours.reduce((sum, hour) => sum + hour[outcome], 0));
  const series = outcomes.map(
    (outcome, index): Series => ({
      key: outcome,
      label: t(`outcome.${outcome}`),
      color: outcomeLooks[outcome].tone,
      look: patterns[outcome],
      value: format.number(totals[index] ?? 0),
      href: reportsHref({ status: statusesOf(outcome), ...(since && { createdAfter: since }) }),
    }),
  );
  const [successful = 0, failed = 0, open = 0, superseded = 0] = totals;
  return (
    <ChartPanel
      title={t('hours.title')}
      summary={t('hours.summary', { successful, failed, open, superseded })}
      legend={<Legend series={series} />}
      chart={<HoursChart hours={hours} series={series} label={t('hours.title')} hrefOf={hourFilter} />}
      table={() => <HoursTable hours={hours} series={series} />}
      note={t('hours.note')}
    />
  );
}

interface HoursTableProps {
  hours: readonly ReportHourFigures[];
  series: readonly Series[];
}

/** The newest hour first; every number links to the reports it counts. */
function HoursTable({ hours, series }: HoursTableProps) {
  const t = useTranslations('overview');
  const format = useFormatter();
  const { full } = useHourText();
  return (
    <table className="figures">
      <caption className="sr-only">{t('hours.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('hour')}</th>
          {series.map(({ key, label }) => (
            <th key={key} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {hours.toReversed().map((hour) => (
          <tr key={hour.hour}>
            <th scope="row">{full(hour.hour)}</th>
            {series.map(({ key, label }) => {
              const outcome = key as Outcome;
              const count = format.number(hour[outcome]);
              return (
                <td key={key}>
                  {hour[outcome] === 0 ? (
                    count
                  ) : (
                    <Link href={hourFilter(hour.hour, outcome)} aria-label={`${count} ${label}`}>
                      {count}
                    </Link>
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
