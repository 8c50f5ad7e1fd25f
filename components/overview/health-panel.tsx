'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useClock } from '#components/ui/clock';
import { useDurationText } from '#components/ui/duration';
import { CircleCheck, CirclePause, CircleX, Hourglass, Moon } from '#components/ui/icons';
import { HeadlinePanel } from '#components/ui/panel';
import type { StatusLook } from '#components/ui/status';
import { devicesHref, reportsHref } from '#lib/client/lists/list-links';
import { connectionQuery } from '#lib/client/queries/connection-queries';
import type { OverviewFigures } from '#lib/contract/overview';
import {
  type ConnectionCondition,
  conditionsOf,
  noticedConditions,
} from '#lib/domain/azure/connection-condition';
import { type ReportingHealth, reportingHealthOf } from '#lib/domain/reports/reporting-health';

const healthLooks = {
  held: { tone: 'bad', icon: CirclePause },
  failing: { tone: 'bad', icon: CircleX },
  restored: { tone: 'wait', icon: Hourglass },
  quiet: { tone: 'muted', icon: Moon },
  healthy: { tone: 'good', icon: CircleCheck },
} as const satisfies Record<ReportingHealth, StatusLook>;

/** Whether reporting is healthy, in one plain sentence. */
export function HealthPanel({ day }: { day: OverviewFigures['day'] }) {
  const t = useTranslations();
  const duration = useDurationText();
  const { data: connection } = useQuery(connectionQuery());
  const now = useClock();
  const conditions: ConnectionCondition[] = connection ? conditionsOf(connection, now) : [];
  const [gravest = 'healthy'] = conditions;
  const restored = conditions.includes('restored');
  const held = gravest !== 'restored' && (noticedConditions as readonly string[]).includes(gravest);
  const health = reportingHealthOf({ held, restored }, day);
  const title =
    health === 'held' || health === 'restored'
      ? t(`connection.condition.${health === 'held' ? gravest : health}`)
      : t(`overview.health.${health}`);
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
        <ReasonText health={health} gravest={gravest} />{' '}
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

/** What keeps devices from being reported, and where to look. */
function ReasonText({ health, gravest }: { health: ReportingHealth; gravest: ConnectionCondition }) {
  const t = useTranslations('overview.health');
  const link = (href: string) => (words: ReactNode) => (
    <Link href={href} className="font-medium underline underline-offset-2 hover:text-accent">
      {words}
    </Link>
  );
  if (health === 'restored') {
    return t.rich('restoredText', { devices: link(devicesHref({ restored: true })) });
  }
  if (health !== 'held') return null;
  return t.rich(gravest === 'channel_unhealthy' ? 'partlyText' : 'heldText', {
    connection: link('/connection'),
  });
}
