'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { ReportStatus } from '#components/marks/status-badges';
import type { ReportDetail } from '#lib/contract/report';
import { shownText } from '#lib/domain/text/shown-text';
import { PageTitle } from '../layout/page-title.tsx';
import { ArrowLeft } from '../ui/icons.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';

export function ReportHeader({ report }: { report: ReportDetail }) {
  const t = useTranslations();
  const { trigger, deviceName, status, createdAt } = report;
  const title = t('report.title', { trigger: t(`device.trigger.${trigger}`), device: shownText(deviceName) });
  return (
    <header className="min-w-0">
      <PageTitle page={title} />
      <Link
        href="/reports"
        className="inline-flex items-center gap-1 rounded-md text-accent text-sm hover:underline"
      >
        <ArrowLeft aria-hidden="true" size={14} />
        {t('report.back')}
      </Link>
      <div className="mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="font-semibold text-xl">{title}</h1>
        <ReportStatus value={status} pill />
        <span className="text-muted">
          {t.rich('report.created', { ago: () => <RelativeTime value={createdAt} /> })}
        </span>
      </div>
    </header>
  );
}
