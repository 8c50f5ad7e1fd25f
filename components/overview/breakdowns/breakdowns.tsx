'use client';

import { useTranslations } from 'next-intl';
import { reportsHref } from '#lib/client/lists/list-links';
import type { OverviewFigures } from '#lib/contract/overview';
import { failureCodes } from '#lib/domain/reports/report-status';
import { triggers } from '#lib/domain/reports/trigger';
import { Breakdown } from './breakdown.tsx';
import {
  AccessBreakdown,
  AzureStatusBreakdown,
  ClientCodeBreakdown,
  ManagementBreakdown,
  SystemBreakdown,
  VerdictBreakdown,
} from './device-breakdowns.tsx';

/** All devices, counted by one property at a time. */
export function Breakdowns({ figures: { devices, failures, day } }: { figures: OverviewFigures }) {
  return (
    <div className="grid items-start gap-4 md:grid-cols-2 xl:grid-cols-3">
      <div className="grid gap-4">
        <AccessBreakdown devices={devices} />
        <VerdictBreakdown devices={devices} />
        <TriggerBreakdown day={day} />
      </div>
      <div className="grid gap-4">
        <AzureStatusBreakdown devices={devices} />
        <CauseBreakdown failures={failures} failed={devices.azureComplianceStatus.failed} />
        <SystemBreakdown devices={devices} />
      </div>
      <div className="grid gap-4 md:max-xl:col-span-2 md:max-xl:grid-cols-2 md:max-xl:items-start">
        <ClientCodeBreakdown devices={devices} />
        <ManagementBreakdown devices={devices} />
      </div>
    </div>
  );
}

interface CauseBreakdownProps {
  failures: OverviewFigures['failures'];
  /** All devices whose last report failed, even if `failures` lists only the most frequent causes */
  failed: number;
}

/** Why the last reports failed; each cause links to its failed reports. */
function CauseBreakdown({ failures, failed }: CauseBreakdownProps) {
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

/** What triggered the reports of the last 24 hours. */
function TriggerBreakdown({ day }: { day: OverviewFigures['day'] }) {
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
