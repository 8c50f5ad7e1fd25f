'use client';

import { useTranslations } from 'next-intl';
import { reportsHref } from '#lib/client/lists/list-links';
import type { OverviewFigures } from '#lib/contract/overview';
import { triggers } from '#lib/domain/reports/trigger';
import { Breakdown } from './breakdown.tsx';

/** What made the reports of the last 24 hours. */
export function TriggerBreakdown({ day }: { day: OverviewFigures['day'] }) {
  const t = useTranslations();
  const parts = triggers.map((trigger) => ({
    id: trigger,
    tone: 'accent' as const,
    label: t(`device.trigger.${trigger}`),
    count: day.triggers[trigger],
    href: reportsHref({ trigger: [trigger], createdAfter: day.since }),
  }));
  const total = Object.values(day.triggers).reduce((sum, count) => sum + count, 0);
  const title = t('overview.breakdown.triggers');
  return <Breakdown title={title} total={total} unit={t('overview.breakdown.reports')} parts={parts} />;
}
