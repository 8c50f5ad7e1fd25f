'use client';

import { useTranslations } from 'next-intl';
import { reportsHref } from '#lib/client/lists/list-links';
import type { OverviewFigures } from '#lib/contract/overview';
import { failureCodes } from '#lib/domain/reports/report-status';
import { Breakdown } from './breakdown.tsx';

interface Props {
  failures: OverviewFigures['failures'];
  /** All devices whose last report failed; the list may hold only the most frequent causes */
  failed: number;
}

/** Why the last reports failed; each cause leads to the failed reports that bear it. */
export function CauseBreakdown({ failures, failed }: Props) {
  const t = useTranslations('overview');
  const parts = failures.map(({ code, devices }) => {
    const known = failureCodes.find((name) => name === code);
    return {
      id: code ?? '',
      tone: 'bad' as const,
      label: known ? t(`cause.${known}`) : (code ?? t('causeUnknown')),
      count: devices,
      href: reportsHref({ status: ['failed'], ...(code !== null && { errorCode: code }) }),
    };
  });
  return (
    <Breakdown
      title={t('breakdown.causes')}
      total={failed}
      unit={t('breakdown.devices')}
      parts={parts}
      note={failures.length === 0 ? t('breakdown.noFailures') : t('breakdown.causesNote')}
    />
  );
}
