'use client';

import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReportHourFigures } from '#lib/contract/overview';
import { hourFilter } from './hour-filter.ts';
import type { Outcome } from './report-outcomes.ts';
import type { Series } from './series.ts';
import { useHourText } from './use-hour-text.ts';

interface Props {
  hours: readonly ReportHourFigures[];
  series: readonly Series[];
}

/** The newest hour first; every number leads to the reports it counts. */
export function HoursTable({ hours, series }: Props) {
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
