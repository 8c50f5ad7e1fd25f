'use client';

import Link from 'next/link';
import { useFormatter, useTimeZone, useTranslations } from 'next-intl';
import type { Series, TrendPoint } from './series.ts';

interface Props {
  title: string;
  points: readonly TrendPoint[];
  series: readonly Series[];
}

/** The last figures of each day, the newest first; the heads lead to the devices of today. */
export function TrendTable({ title, points, series }: Props) {
  const t = useTranslations('overview');
  const format = useFormatter();
  const timeZone = useTimeZone() ?? 'UTC';
  const dayOf = new Intl.DateTimeFormat('en-CA', { timeZone });
  const lastOfDay = new Map(points.map((point) => [dayOf.format(point.at), point]));
  return (
    <table className="figures">
      <caption className="sr-only">{title}</caption>
      <thead>
        <tr>
          <th scope="col">{t('trend.day')}</th>
          {series.map(({ key, label, href }) => (
            <th key={key} scope="col">
              {href === undefined ? label : <Link href={href}>{label}</Link>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {[...lastOfDay.values()].toReversed().map((point) => (
          <tr key={point.at}>
            <th scope="row">{format.dateTime(new Date(point.at), { dateStyle: 'medium' })}</th>
            {series.map(({ key }) => (
              <td key={key}>{format.number(point[key] ?? 0)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
