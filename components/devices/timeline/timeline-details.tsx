'use client';

import Link from 'next/link';
import { useFormatter, useLocale, useTimeZone, useTranslations } from 'next-intl';
import { FailureText } from '#components/marks/failure-text';
import { ReportStatus, VerdictStatus } from '#components/marks/status-badges';
import { Copyable } from '#components/ui/copy-button';
import { DiffValue } from '#components/ui/diff-value';
import {
  ArrowRight,
  CalendarClock,
  ListTodo,
  Minus,
  MonitorCheck,
  Plus,
  Scale,
  Send,
} from '#components/ui/icons';
import { dateTimeFormat } from '#components/ui/relative-time';
import { Status } from '#components/ui/status';
import { TimelineEntry } from '#components/ui/timeline-entry';
import type { ReportItem } from '#lib/contract/report';
import type { TimelineItem } from '#lib/contract/timeline';
import { clientStatusCodes } from '#lib/domain/devices/client-status-code';
import { shownText } from '#lib/domain/text/shown-text';
import { useChangeText } from './use-change-text.ts';

type CheckIn = Extract<TimelineItem, { kind: 'check_in' }>;

/** A check-in that changed something, with the values before and after. */
export function TimelineCheckIn({ item }: { item: CheckIn }) {
  const t = useTranslations('device');
  const { at, first, verdict, verdictFrom, trigger, changes } = item;
  const decided = verdictFrom !== null && verdict !== null;
  const title = (
    <>
      {first ? t('timeline.first') : decided ? t('timeline.verdictChanged') : t('timeline.checkIn')}
      {first && verdict !== null && <VerdictStatus value={verdict} />}
      {decided && (
        <DiffValue from={<VerdictStatus value={verdictFrom} />} to={<VerdictStatus value={verdict} />} />
      )}
    </>
  );
  return (
    <TimelineEntry icon={decided ? Scale : MonitorCheck} title={title} at={at}>
      <TimelineChanges changes={changes} trigger={trigger} />
    </TimelineEntry>
  );
}

/** Policies decided differently without a check-in: time passed, or an admin changed them. */
export function TimelinePolicies({ item }: { item: Extract<TimelineItem, { kind: 'policies' }> }) {
  const t = useTranslations('device.timeline');
  const { at, verdict, verdictFrom, trigger, changes } = item;
  const title = (
    <>
      {t('byPolicies')}
      {verdictFrom !== null && (
        <DiffValue from={<VerdictStatus value={verdictFrom} />} to={<VerdictStatus value={verdict} />} />
      )}
    </>
  );
  return (
    <TimelineEntry icon={verdictFrom === null ? ListTodo : Scale} title={title} at={at}>
      <TimelineChanges changes={changes} trigger={trigger} />
    </TimelineEntry>
  );
}

/** An exception from a policy began or ended: until when it is, who gave it, and why. */
export function TimelineException({ item }: { item: Extract<TimelineItem, { kind: 'exception' }> }) {
  const t = useTranslations('device');
  const { at, step, policy, until, reason, createdBy } = item;
  const time = dateTimeFormat(useLocale(), useTimeZone(), 'medium').format(new Date(until));
  const words = { until: time, name: shownText(createdBy), reason: shownText(reason) };
  return (
    <TimelineEntry
      icon={CalendarClock}
      title={t(`timeline.exception.${step}`, { policy: shownText(policy) })}
      at={at}
    >
      <p className="wrap-anywhere text-sm" suppressHydrationWarning>
        {t('violation.exceptedBy', words)}
      </p>
    </TimelineEntry>
  );
}

/** What changed, and the report that it led to. */
function TimelineChanges({ changes, trigger }: Pick<CheckIn, 'changes' | 'trigger'>) {
  const t = useTranslations('device');
  return (
    <>
      <ul className="text-sm">
        {changes.map((change) => (
          <TimelineChange key={change.field} change={change} />
        ))}
      </ul>
      {trigger !== null && (
        <p className="text-muted text-sm">{t('timeline.triggered', { trigger: t(`trigger.${trigger}`) })}</p>
      )}
    </>
  );
}

type Change = CheckIn['changes'][number];

/** One changed field, before and after. A client status code comes with its meaning. */
function TimelineChange({ change: { field, from, to } }: { change: Change }) {
  const t = useTranslations('device.clientStatus');
  const { fieldName, valueText } = useChangeText();
  if (field === 'violations') return <ViolationDiff from={from} to={to} />;
  const code = field === 'clientStatusCode' && clientStatusCodes.find((known) => known === to);
  return (
    <li>
      <span className="text-muted">{fieldName(field)}</span>{' '}
      <DiffValue from={<bdi>{valueText(field, from)}</bdi>} to={<bdi>{valueText(field, to)}</bdi>} />
      {code && <span className="block text-muted">{t(`${code}.meaning`)}</span>}
    </li>
  );
}

/** Which policies the device violates since this check-in, and which it no longer violates. */
function ViolationDiff({ from, to }: { from: unknown; to: unknown }) {
  const t = useTranslations('device.timeline');
  const { violationText } = useChangeText();
  const before = Array.isArray(from) ? from.map(violationText) : [];
  const after = Array.isArray(to) ? to.map(violationText) : [];
  const added = after.filter((text) => !before.includes(text));
  const removed = before.filter((text) => !after.includes(text));
  return (
    <>
      {added.map((policy) => (
        <li key={`+${policy}`}>
          <Status tone="bad" icon={Plus}>
            {t('violationAdded', { policy })}
          </Status>
        </li>
      ))}
      {removed.map((policy) => (
        <li key={`-${policy}`}>
          <Status tone="good" icon={Minus}>
            {t('violationRemoved', { policy })}
          </Status>
        </li>
      ))}
    </>
  );
}

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
    <TimelineEntry icon={Send} title={title} at={report.createdAt}>
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
    </TimelineEntry>
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
