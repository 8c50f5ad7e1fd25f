'use client';

import { useTranslations } from 'next-intl';
import { reportStatusLooks } from '#components/marks/status-looks';
import { CodeBlock } from '#components/ui/code-block';
import { Copyable } from '#components/ui/copy-button';
import { Duration } from '#components/ui/duration';
import { ArrowRightLeft, CircleAlert, FilePlus2, Mail } from '#components/ui/icons';
import { Panel } from '#components/ui/panel';
import { ExactTime } from '#components/ui/relative-time';
import { TimelineEntry } from '#components/ui/timeline-entry';
import type { ReportCall, ReportDetail } from '#lib/contract/report';

function Calls({ calls }: { calls: readonly ReportCall[] }) {
  return calls.map((call) => <CallEntry key={`${call.step} ${call.firstAt}`} call={call} />);
}

/** Every step of the report from start to end, with each call to Microsoft about its message. */
export function ReportTimeline({ report }: { report: ReportDetail }) {
  const t = useTranslations('report.calls');
  const trigger = useTranslations('device.trigger')(report.trigger);
  const { status, createdAt, settledAt, message, calls } = report;
  const before = calls.filter(({ firstAt }) => settledAt === null || firstAt <= settledAt);
  const droppedOut = settledAt !== null && report.payload === null && report.attempts > 0;
  const end = status === 'queued' || status === 'in_progress' ? null : status;
  return (
    <Panel title={t('title')} flush>
      <ol className="py-2">
        <TimelineEntry icon={FilePlus2} title={t('created', { trigger })} at={createdAt} />
        {message && message.createdAt !== createdAt && (
          <TimelineEntry icon={Mail} title={t('made')} at={message.createdAt} />
        )}
        <Calls calls={before} />
        {end && settledAt && (
          <TimelineEntry {...reportStatusLooks[end]} title={t(`settled.${end}`)} at={settledAt} />
        )}
        <Calls calls={calls.slice(before.length)} />
      </ol>
      {droppedOut && <p className="px-4 pb-3 text-muted text-sm">{t('droppedOut')}</p>}
      {calls.length === 0 && (
        <p className="px-4 pb-3 text-muted">{report.attempts > 0 ? t('forgotten') : t('none')}</p>
      )}
    </Panel>
  );
}

/** One call to Microsoft, or several in a row with the same result. */
function CallEntry({ call }: { call: ReportCall }) {
  const t = useTranslations('report.calls');
  const ids = useTranslations('report.message');
  const step = useTranslations('connection.errors.call')(call.step);
  function outcome(): string {
    if (call.httpStatus !== null) return t('went', { status: String(call.httpStatus) });
    if (!call.failed) return t('wentThrough');
    return call.clientRequestId === null ? t('notCalled') : t('noAnswer');
  }
  const icon = call.failed ? CircleAlert : ArrowRightLeft;
  return (
    <TimelineEntry icon={icon} tone={call.failed ? 'bad' : 'muted'} title={step} at={call.firstAt}>
      <div className="text-sm">
        <p className="flex flex-wrap gap-x-3 text-muted">
          <span className={call.failed ? 'font-medium text-bad' : ''}>{outcome()}</span>
          <span>{t.rich('duration', { duration: () => <Duration ms={call.durationMs} /> })}</span>
          {call.times > 1 && (
            <span>
              {t.rich('times', { count: call.times, time: () => <ExactTime value={call.lastAt} /> })}
            </span>
          )}
        </p>
        {call.errorCode && (
          <p>
            <code className="font-mono">{call.errorCode}</code>
            {call.errorDetail && `: ${call.errorDetail}`}
          </p>
        )}
        <dl className="text-muted">
          {(['clientRequestId', 'requestId'] as const).map((name) => {
            const id = call[name];
            return (
              id && (
                <div key={name} className="flex flex-wrap items-center gap-x-1.5">
                  <dt>{ids(name)}</dt>
                  <dd>
                    <Copyable text={id} what={ids(name)} />
                  </dd>
                </div>
              )
            );
          })}
        </dl>
        {call.answer && <CallAnswer answer={call.answer} />}
      </div>
    </TimelineEntry>
  );
}

/** Microsoft's response; JSON is indented, everything else is shown as it is. */
function CallAnswer({ answer }: { answer: string }) {
  const t = useTranslations('report.calls');
  return (
    <details className="mt-0.5">
      <summary className="w-fit rounded-md text-accent hover:underline">{t('answer')}</summary>
      <div className="my-1">
        <CodeBlock text={laidOut(answer)} what={t('answerWhat')} />
      </div>
    </details>
  );
}

/** A response that was cut is no longer valid JSON. */
function laidOut(answer: string): string {
  try {
    return JSON.stringify(JSON.parse(answer), null, 2);
  } catch {
    return answer;
  }
}
