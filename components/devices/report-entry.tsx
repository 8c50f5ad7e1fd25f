'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReportItem } from '#lib/contract/report';
import { Copyable } from '../ui/copyable.tsx';
import { ExactTime } from '../ui/exact-time.tsx';
import { FailureText } from './failure-text.tsx';
import { ReportStatus } from './report-status.tsx';
import { VerdictStatus } from './verdict-status.tsx';

const times = [
  ['created', 'createdAt'],
  ['sent', 'sentAt'],
  ['settled', 'settledAt'],
] as const;

export function ReportEntry({ report }: { report: ReportItem }) {
  const t = useTranslations('device');
  return (
    <li className="px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-0.5">
        <ReportStatus status={report.status} />
        <Link
          href={`/reports/${report.id}`}
          prefetch={false}
          className="rounded-md font-medium text-accent hover:underline"
        >
          {t(`trigger.${report.trigger}`)}
        </Link>
        <VerdictStatus verdict={report.verdict} />
        {report.requestedBy && (
          <span className="text-muted">{t('reports.by', { name: report.requestedBy })}</span>
        )}
      </div>
      <dl className="mt-1 flex flex-wrap gap-x-5 gap-y-0.5 text-muted text-sm">
        {times.map(([name, key]) => {
          const value = report[key];
          return (
            value && (
              <div key={key} className="flex gap-1.5">
                <dt>{t(`reports.${name}`)}</dt>
                <dd className="text-ink">
                  <ExactTime value={value} />
                </dd>
              </div>
            )
          );
        })}
        {report.messageId && (
          <div className="flex flex-wrap items-center gap-x-1.5">
            <dt>{t('reports.message')}</dt>
            <dd className="text-ink">
              <Copyable text={report.messageId} what={t('reports.message')} />
            </dd>
          </div>
        )}
      </dl>
      {report.errorCode && (
        <div className="mt-1 text-bad text-sm">
          <FailureText failure={{ code: report.errorCode, detail: report.errorDetail }} />
        </div>
      )}
    </li>
  );
}
