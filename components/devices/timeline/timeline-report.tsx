'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { FailureText } from '#components/marks/failure-text';
import { ReportStatus, VerdictStatus } from '#components/marks/status-badges';
import { Copyable } from '#components/ui/copyable';
import { Send } from '#components/ui/icons';
import type { ReportItem } from '#lib/contract/report';
import { shownText } from '#lib/domain/text/shown-text';
import { ReportSteps } from './report-steps.tsx';
import { TimelineLine } from './timeline-line.tsx';

/** A report from the queue to its outcome, under its message id. */
export function TimelineReport({ report }: { report: ReportItem }) {
  const t = useTranslations('device');
  const { id, status, trigger, verdict, messageId, requestedBy, errorCode, errorDetail } = report;
  const title = (
    <>
      <Link href={`/reports/${id}`} prefetch={false} className="rounded-md text-accent hover:underline">
        {report.withdrawal
          ? t('timeline.withdrawal', { id: report.azureDeviceId ?? '' })
          : t('timeline.report', { trigger: t(`trigger.${trigger}`) })}
      </Link>
      <ReportStatus value={status} />
    </>
  );
  return (
    <TimelineLine icon={Send} title={title} at={report.createdAt}>
      <div className="flex flex-wrap items-center gap-x-4 text-sm">
        <span className="inline-flex flex-wrap items-center gap-x-1.5">
          <span className="text-muted">{t('timeline.told')}</span>
          <VerdictStatus value={verdict} />
        </span>
        {requestedBy && (
          <span className="text-muted">{t('timeline.by', { name: shownText(requestedBy) })}</span>
        )}
        <ReportSteps report={report} />
      </div>
      {messageId && (
        <p className="flex flex-wrap items-center gap-x-1.5 text-muted text-sm">
          {t('states.messageId')} <Copyable text={messageId} what={t('states.messageId')} />
        </p>
      )}
      {errorCode && (
        <div className="text-bad text-sm">
          <FailureText failure={{ code: errorCode, detail: errorDetail }} />
        </div>
      )}
    </TimelineLine>
  );
}
