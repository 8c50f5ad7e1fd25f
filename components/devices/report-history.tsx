'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { deviceReportsQuery } from '#lib/client/device-queries';
import { Panel } from '../ui/panel.tsx';
import { HistoryFooter } from './history-footer.tsx';
import { ReportEntry } from './report-entry.tsx';

/** Every report of this device, the newest first. */
export function ReportHistory({ deviceId }: { deviceId: string }) {
  const t = useTranslations('device.reports');
  const history = useInfiniteQuery(deviceReportsQuery(deviceId));
  const reports = history.data?.pages.flatMap((page) => page.items) ?? [];
  const inLog = (
    <Link
      href={`/reports?deviceId=${deviceId}`}
      prefetch={false}
      className="rounded-md text-accent text-sm hover:underline"
    >
      {t('inLog')}
    </Link>
  );
  return (
    <Panel title={t('title')} aside={inLog} flush>
      {history.isSuccess && reports.length === 0 && <p className="p-4 text-muted">{t('none')}</p>}
      <ol className="divide-y divide-line">
        {reports.map((report) => (
          <ReportEntry key={report.id} report={report} />
        ))}
      </ol>
      <HistoryFooter history={history} />
    </Panel>
  );
}
