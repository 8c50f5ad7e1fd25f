'use client';

import { useTranslations } from 'next-intl';
import { ExactTime } from '#components/ui/exact-time';
import { RelativeTime } from '#components/ui/relative-time';
import type { DeviceDetail } from '#lib/contract/device';
import { BlankReason } from './blank-reason.tsx';

/** When Microsoft was last told and will be told next; or why never. */
export function ReportTimeField({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device');
  const { lastReportedAt, nextReportAt, due } = device;
  if (lastReportedAt === null) return <BlankReason device={device} />;
  return (
    <div className="flex flex-wrap items-center gap-x-3">
      <p className="flex flex-wrap gap-x-3">
        <ExactTime value={lastReportedAt} />
        <span className="text-muted">
          <RelativeTime value={lastReportedAt} />
        </span>
      </p>
      <p className="text-muted text-sm">
        {due && t('fields.dueNow', { trigger: t(`trigger.${due.trigger}`) })}
        {!due &&
          nextReportAt &&
          t.rich('fields.nextReport', { when: () => <RelativeTime value={nextReportAt} future /> })}
      </p>
    </div>
  );
}
