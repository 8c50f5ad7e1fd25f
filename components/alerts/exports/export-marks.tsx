'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { RelativeTime } from '#components/ui/relative-time';
import type { ExportScheduleItem } from '#lib/contract/export-schedule';

/** Names a day of the week: 1 is Monday. */
export function useWeekdayName(): (weekday: number) => string {
  const format = useFormatter();
  // The first of January 2024 was a Monday.
  return (weekday) =>
    format.dateTime(new Date(Date.UTC(2024, 0, weekday)), { weekday: 'long', timeZone: 'UTC' });
}

/** When an export is sent. */
export function ExportTimesText({ schedule }: { schedule: ExportScheduleItem }) {
  const t = useTranslations('alerts.exports.when');
  const nameOf = useWeekdayName();
  const { every, weekday, dayOfMonth, at: time, timeZone } = schedule;
  const words = () => {
    if (every === 'week') return t('week', { weekday: nameOf(weekday ?? 1), time });
    if (every === 'day') return t('day', { time });
    return dayOfMonth === 'last' ? t('last', { time }) : t('month', { day: dayOfMonth ?? 1, time });
  };
  return (
    <>
      {words()}
      <span className="block text-muted text-sm" translate="no">
        {timeZone.replaceAll('_', ' ')}
      </span>
    </>
  );
}

/** When it was sent last and with how many devices; and why nothing was sent since, if so. */
export function LastSentText({ schedule }: { schedule: ExportScheduleItem }) {
  const t = useTranslations('alerts');
  const { lastRunAt, lastSentAt, lastCount } = schedule;
  if (lastRunAt === null) return <span className="text-muted">{t('destinations.never')}</span>;
  if (lastRunAt === lastSentAt) {
    return (
      <>
        <RelativeTime value={lastRunAt} />
        {lastCount !== null && (
          <span className="block text-muted text-sm">
            {lastCount.exact
              ? t('exports.count', { count: lastCount.value })
              : t('exports.countMore', { count: lastCount.value })}
          </span>
        )}
      </>
    );
  }
  const ago = () => <RelativeTime value={lastRunAt} />;
  return (
    <>
      {lastSentAt === null ? t('destinations.never') : <RelativeTime value={lastSentAt} />}
      <span className="block text-muted text-sm">
        {lastCount?.value === 0
          ? t.rich('exports.nothingMatched', { ago })
          : t.rich('exports.nothingSent', { ago })}
      </span>
    </>
  );
}
