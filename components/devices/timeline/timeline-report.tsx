'use client';

import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { FailureText } from '#components/marks/failure-text';
import { ReportStatus, VerdictStatus } from '#components/marks/status-badges';
import { Copyable } from '#components/ui/copyable';
import { ArrowRight, Send } from '#components/ui/icons';
import type { ReportItem } from '#lib/contract/report';
import { shownText } from '#lib/domain/text/shown-text';
import { TimelineLine } from './timeline-line.tsx';

/** A report, from the queue to its outcome, with its message id. */
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

/** queued → sent → outcome, as far as the report got. The exact time is on hover. */
function ReportSteps({ report }: { report: ReportItem }) {
  const t = useTranslations('device');
  const format = useFormatter();
  const { createdAt, sentAt, settledAt, status } = report;
  const outcome = status === 'successful' ? t('timeline.step.confirmed') : t(`reportStatus.${status}`);
  const steps = [
    [t('timeline.step.queued'), createdAt],
    [t('timeline.step.sent'), sentAt],
    [outcome, settledAt],
  ] as const;
  return (
    <ol className="flex flex-wrap items-center gap-x-1.5 text-muted">
      {steps.map(
        ([name, at], index) =>
          at !== null && (
            <li key={name} className="flex items-center gap-1.5">
              {index > 0 && <ArrowRight aria-hidden="true" size={12} />}
              <span>
                {name}{' '}
                <time dateTime={at} title={at} className="text-ink" suppressHydrationWarning>
                  {format.dateTime(new Date(at), { timeStyle: 'medium' })}
                </time>
              </span>
            </li>
          ),
      )}
    </ol>
  );
}
