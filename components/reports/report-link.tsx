'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReportLogItem } from '#lib/contract/report';
import { RelativeTime } from '../ui/relative-time.tsx';

/** Leads to the report; named by its time. */
export function ReportLink({ report }: { report: ReportLogItem }) {
  const t = useTranslations('reports');
  return (
    <Link
      href={`/reports/${report.id}`}
      prefetch={false}
      className="rounded-md font-semibold text-accent hover:underline"
    >
      <RelativeTime value={report.createdAt} />
      <span className="sr-only">{t('open')}</span>
    </Link>
  );
}
