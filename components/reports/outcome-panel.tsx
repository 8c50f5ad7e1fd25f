'use client';

import { useTranslations } from 'next-intl';
import { FailureText } from '#components/marks/failure-text';
import { reportStatusLooks } from '#components/marks/status-badges';
import { Duration } from '#components/ui/duration';
import { HeadlinePanel } from '#components/ui/headline-panel';
import { Clock } from '#components/ui/icons';
import type { ReportDetail } from '#lib/contract/report';

const waiting = { tone: 'wait', icon: Clock } as const;
const stageLooks = {
  queued: waiting,
  preparing: waiting,
  sending: waiting,
  sent: waiting,
  successful: reportStatusLooks.successful,
  failed: reportStatusLooks.failed,
  superseded: reportStatusLooks.superseded,
} as const;

/** Returns the stage of a report; while it is in progress, the stage of its message. */
function stageOf({ status, message }: ReportDetail): keyof typeof stageLooks {
  if (status !== 'in_progress') return status;
  return message?.status === 'preparing' || message?.status === 'sending' ? message.status : 'sent';
}

/** The outcome and its reason in words. */
export function OutcomePanel({ report }: { report: ReportDetail }) {
  const t = useTranslations('report.outcome');
  const stage = stageOf(report);
  const { createdAt, settledAt, errorCode, errorDetail } = report;
  const took = settledAt === null ? 0 : new Date(settledAt).getTime() - new Date(createdAt).getTime();
  return (
    <HeadlinePanel {...stageLooks[stage]} title={t(`${stage}.title`)}>
      <div className="mt-1 max-w-prose">
        {stage === 'failed' ? (
          errorCode && <FailureText failure={{ code: errorCode, detail: errorDetail }} />
        ) : (
          <p>{t.rich(`${stage}.text`, { duration: () => <Duration ms={took} /> })}</p>
        )}
      </div>
    </HeadlinePanel>
  );
}
