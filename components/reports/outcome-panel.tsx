'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { FailureText } from '#components/marks/failure-text';
import { Duration } from '#components/ui/duration';
import { CircleCheck, CircleX, Clock, Replace } from '#components/ui/icons';
import type { ReportDetail } from '#lib/contract/report';

const stageLooks = {
  queued: { icon: Clock, edge: 'border-s-wait', ink: 'text-wait' },
  preparing: { icon: Clock, edge: 'border-s-wait', ink: 'text-wait' },
  sending: { icon: Clock, edge: 'border-s-wait', ink: 'text-wait' },
  sent: { icon: Clock, edge: 'border-s-wait', ink: 'text-wait' },
  successful: { icon: CircleCheck, edge: 'border-s-good', ink: 'text-good' },
  failed: { icon: CircleX, edge: 'border-s-bad', ink: 'text-bad' },
  superseded: { icon: Replace, edge: 'border-s-line-strong', ink: 'text-muted' },
} as const;

/** Returns the stage of a report; while it is in progress, the stage of its message. */
function stageOf({ status, message }: ReportDetail): keyof typeof stageLooks {
  if (status !== 'in_progress') return status;
  return message?.status === 'preparing' || message?.status === 'sending' ? message.status : 'sent';
}

/** The outcome and its reason in words. */
export function OutcomePanel({ report }: { report: ReportDetail }) {
  const t = useTranslations('report.outcome');
  const titleId = useId();
  const stage = stageOf(report);
  const { icon: Icon, edge, ink } = stageLooks[stage];
  const { createdAt, settledAt, errorCode, errorDetail } = report;
  const took = settledAt === null ? 0 : new Date(settledAt).getTime() - new Date(createdAt).getTime();
  return (
    <section
      aria-labelledby={titleId}
      className={`grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 rounded-lg border border-line border-s-4 bg-surface p-4 ${edge}`}
    >
      <Icon aria-hidden="true" size={20} className={`mt-0.5 ${ink}`} />
      <div className="min-w-0">
        <h2 id={titleId} className="font-semibold text-lg">
          {t(`${stage}.title`)}
        </h2>
        <div className="mt-1 max-w-prose">
          {stage === 'failed' ? (
            errorCode && <FailureText failure={{ code: errorCode, detail: errorDetail }} />
          ) : (
            <p>{t.rich(`${stage}.text`, { duration: () => <Duration ms={took} /> })}</p>
          )}
        </div>
      </div>
    </section>
  );
}
