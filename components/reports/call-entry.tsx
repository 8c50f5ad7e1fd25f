'use client';

import { useTranslations } from 'next-intl';
import type { ReportCall } from '#lib/contract/report';
import { Copyable } from '../ui/copyable.tsx';
import { Duration } from '../ui/duration.tsx';
import { ExactTime } from '../ui/exact-time.tsx';
import { ArrowRightLeft, CircleAlert } from '../ui/icons.tsx';
import { CallAnswer } from './call-answer.tsx';
import { TimelineEntry } from './timeline-entry.tsx';

/** One call to Microsoft, or several in a row that came to the same. */
export function CallEntry({ call }: { call: ReportCall }) {
  const t = useTranslations('report.calls');
  const ids = useTranslations('report.message');
  const step = useTranslations('connection.errors.call')(call.step);
  const { clientRequestId, requestId } = call;
  function outcome(): string {
    if (call.httpStatus !== null) return t('went', { status: String(call.httpStatus) });
    if (!call.failed) return t('wentThrough');
    return clientRequestId === null ? t('notCalled') : t('noAnswer');
  }
  const icon = call.failed ? CircleAlert : ArrowRightLeft;
  return (
    <TimelineEntry icon={icon} tone={call.failed ? 'bad' : 'muted'} title={step} at={call.firstAt}>
      <p className="flex flex-wrap gap-x-3 text-muted">
        <span className={call.failed ? 'font-medium text-bad' : ''}>{outcome()}</span>
        <span>{t.rich('duration', { duration: () => <Duration ms={call.durationMs} /> })}</span>
        {call.times > 1 && (
          <span>{t.rich('times', { count: call.times, time: () => <ExactTime value={call.lastAt} /> })}</span>
        )}
      </p>
      {call.errorCode && (
        <p>
          <code className="font-mono">{call.errorCode}</code>
          {call.errorDetail && `: ${call.errorDetail}`}
        </p>
      )}
      <dl className="text-muted">
        {clientRequestId && (
          <div className="flex flex-wrap items-center gap-x-1.5">
            <dt>{ids('clientRequestId')}</dt>
            <dd>
              <Copyable text={clientRequestId} what={ids('clientRequestId')} />
            </dd>
          </div>
        )}
        {requestId && (
          <div className="flex flex-wrap items-center gap-x-1.5">
            <dt>{ids('requestId')}</dt>
            <dd>
              <Copyable text={requestId} what={ids('requestId')} />
            </dd>
          </div>
        )}
      </dl>
      {call.answer && <CallAnswer answer={call.answer} />}
    </TimelineEntry>
  );
}
