'use client';

import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReportHourFigures } from '#lib/contract/overview';
import { useDurationText } from '../../ui/use-duration-text.ts';
import { hourFilter } from './hour-filter.ts';
import type { Series } from './series.ts';
import { useHourText } from './use-hour-text.ts';

interface Props {
  hours: readonly ReportHourFigures[];
  series: readonly Series[];
}

/** Hours in which something was measured, the newest first. */
export function ConfirmationTable({ hours, series }: Props) {
  const t = useTranslations('overview');
  const format = useFormatter();
  const duration = useDurationText();
  const { full } = useHourText();
  return (
    <table className="figures">
      <caption className="sr-only">{t('confirmation.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('hour')}</th>
          {series.map(({ key, label }) => (
            <th key={key} scope="col">
              {label}
            </th>
          ))}
          <th scope="col">{t('confirmation.measured')}</th>
        </tr>
      </thead>
      <tbody>
        {hours
          .filter(({ measured }) => measured > 0)
          .toReversed()
          .map((hour) => (
            <tr key={hour.hour}>
              <th scope="row">
                <Link href={hourFilter(hour.hour, 'successful')}>{full(hour.hour)}</Link>
              </th>
              {series.map(({ key }) => (
                <td key={key}>{duration(hour[key as 'p50Ms' | 'p95Ms'] ?? 0)}</td>
              ))}
              <td>{format.number(hour.measured)}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}
