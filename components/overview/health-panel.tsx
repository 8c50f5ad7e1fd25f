'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useClock } from '#components/ui/clock';
import { useDurationText } from '#components/ui/duration';
import { CircleCheck, CirclePause, CircleX, Moon } from '#components/ui/icons';
import { HeadlinePanel } from '#components/ui/panel';
import type { StatusLook } from '#components/ui/status';
import { reportsHref } from '#lib/client/lists/list-links';
import { connectionQuery } from '#lib/client/queries/connection-queries';
import type { OverviewFigures } from '#lib/contract/overview';
import { conditionsOf, noticedConditions } from '#lib/domain/azure/connection-condition';
import { type ReportingHealth, reportingHealthOf } from '#lib/domain/reports/reporting-health';

const healthLooks = {
  held: { tone: 'bad', icon: CirclePause },
  failing: { tone: 'bad', icon: CircleX },
  quiet: { tone: 'muted', icon: Moon },
  healthy: { tone: 'good', icon: CircleCheck },
} as const satisfies Record<ReportingHealth, StatusLook>;

/** Whether reporting is healthy, in one plain sentence. */
export function HealthPanel({ day }: { day: OverviewFigures['day'] }) {
  const t = useTranslations();
  const duration = useDurationText();
  const { data: connection } = useQuery(connectionQuery());
  const now = useClock();
  const [gravest] = connection ? conditionsOf(connection, now) : (['healthy'] as const);
  const noticed = (noticedConditions as readonly string[]).includes(gravest);
  const health = reportingHealthOf(noticed, day);
  const title = health === 'held' ? t(`connection.condition.${gravest}`) : t(`overview.health.${health}`);
  const link = (status: 'successful' | 'failed') => (words: ReactNode) => (
    <Link
      href={reportsHref({ status: [status], createdAfter: day.since })}
      className="font-medium underline underline-offset-2 hover:text-accent"
    >
      {words}
    </Link>
  );
  return (
    <HeadlinePanel {...healthLooks[health]} title={title} live>
      <p className="max-w-[100ch]">
        {health === 'held' &&
          t.rich(
            gravest === 'channel_unhealthy' ? 'overview.health.partlyText' : 'overview.health.heldText',
            {
              connection: (words) => (
                <Link href="/connection" className="font-medium underline underline-offset-2">
                  {words}
                </Link>
              ),
            },
          )}{' '}
        {day.successful + day.failed > 0 &&
          t.rich('overview.health.day', {
            successful: day.successful,
            failed: day.failed,
            confirmed: link('successful'),
            refused: link('failed'),
          })}{' '}
        {day.p50Ms !== null &&
          day.p95Ms !== null &&
          t('overview.health.speed', { half: duration(day.p50Ms), most: duration(day.p95Ms) })}
        {health === 'quiet' && t('overview.health.quietText')}
      </p>
    </HeadlinePanel>
  );
}
