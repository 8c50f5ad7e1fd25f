'use client';

import { useTranslations } from 'next-intl';
import { reportStatusLooks } from '#components/marks/status-badges';
import type { ReportCall, ReportDetail } from '#lib/contract/report';
import { FilePlus2, Mail } from '../ui/icons.tsx';
import { Panel } from '../ui/panel.tsx';
import { CallEntry } from './call-entry.tsx';
import { TimelineEntry } from './timeline-entry.tsx';

function Calls({ calls }: { calls: readonly ReportCall[] }) {
  return calls.map((call) => <CallEntry key={`${call.step} ${call.firstAt}`} call={call} />);
}

/** Every step from the report's making to its end, with each call to Microsoft about its message. */
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
