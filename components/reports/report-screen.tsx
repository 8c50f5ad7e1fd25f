'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ListSkeleton } from '#components/layout/list-skeleton';
import { QueryError } from '#components/layout/load-error';
import { BackLink, PageHeader } from '#components/layout/page-header';
import { FailureText } from '#components/marks/failure-text';
import { GuideLink } from '#components/marks/guide-link';
import { ReportStatus } from '#components/marks/status-badges';
import { reportStatusLooks } from '#components/marks/status-looks';
import { CodeBlock } from '#components/ui/code-block';
import { Duration } from '#components/ui/duration';
import { FoldingPanel } from '#components/ui/folding-panel';
import { Clock } from '#components/ui/icons';
import { HeadlinePanel, Panel } from '#components/ui/panel';
import { RelativeTime } from '#components/ui/relative-time';
import { useLiveQueries } from '#lib/client/live-changes';
import { reportQuery } from '#lib/client/queries/report-queries';
import type { ReportDetail } from '#lib/contract/report';
import { shownText } from '#lib/domain/text/shown-text';
import { MessagePanel, ReportFacts } from './report-facts.tsx';
import { ReportTimeline } from './report-timeline.tsx';

/** One report with its outcome and every step, updated live. */
export function ReportScreen({ id }: { id: string }) {
  const query = useQuery(reportQuery(id));
  const { data: report, isError } = query;
  useLiveQueries(reportQuery(id).queryKey, ({ devices }) => {
    return devices === 'many' || (report !== undefined && devices.includes(report.deviceId));
  });
  return (
    <div className="flex flex-col gap-4">
      <QueryError query={query} />
      {!report && !isError && <ListSkeleton />}
      {report && (
        <>
          <ReportHeader report={report} />
          <OutcomePanel report={report} />
          <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
            <div className="grid gap-4">
              <ReportTimeline report={report} />
              <SentPayload report={report} />
            </div>
            <div className="grid gap-4">
              <ReportFacts report={report} />
              <MessagePanel report={report} />
            </div>
          </div>
        </>
      )}
    </div>
  );
}

function ReportHeader({ report }: { report: ReportDetail }) {
  const t = useTranslations();
  const { trigger, deviceName, status, createdAt } = report;
  const title = t('report.title', { trigger: t(`device.trigger.${trigger}`), device: shownText(deviceName) });
  return (
    <PageHeader
      title={title}
      back={<BackLink href="/reports">{t('report.back')}</BackLink>}
      beside={
        <>
          <span className="inline-flex items-center gap-x-1">
            <ReportStatus value={status} pill />
            <GuideLink topic="report" entry={status} name={t(`device.reportStatus.${status}`)} />
          </span>
          <span className="text-muted">
            {t.rich('report.created', { ago: () => <RelativeTime value={createdAt} /> })}
          </span>
        </>
      }
    />
  );
}

/** The entries of this device in the message, and nothing about other devices. */
function SentPayload({ report }: { report: ReportDetail }) {
  const t = useTranslations('report.payload');
  const { payload, message, sentAt, settledAt } = report;
  const open = payload !== null && sentAt === null && settledAt === null;
  const title = open ? t('titleUnsent') : t('title');
  if (payload === null) {
    return (
      <Panel title={title}>
        <p className="text-muted">{settledAt === null ? t('noneYet') : t('none')}</p>
      </Panel>
    );
  }
  const others = (message?.deviceCount ?? 1) - 1;
  return (
    <FoldingPanel title={title}>
      <div className="p-4">
        <CodeBlock text={JSON.stringify(payload, null, 2)} what={t('what')} />
        {others > 0 && <p className="mt-2 text-muted text-sm">{t('others', { count: others })}</p>}
      </div>
    </FoldingPanel>
  );
}

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
function OutcomePanel({ report }: { report: ReportDetail }) {
  const t = useTranslations('report.outcome');
  const stage = stageOf(report);
  const { createdAt, settledAt, errorCode, errorDetail } = report;
  const took = settledAt === null ? 0 : new Date(settledAt).getTime() - new Date(createdAt).getTime();
  return (
    <HeadlinePanel {...stageLooks[stage]} title={t(`${stage}.title`)}>
      <div className="mt-1 max-w-prose">
        {stage === 'failed' ? (
          errorCode && <FailureText failure={{ code: errorCode, detail: errorDetail }} explained />
        ) : (
          <p>{t.rich(`${stage}.text`, { duration: () => <Duration ms={took} /> })}</p>
        )}
      </div>
    </HeadlinePanel>
  );
}
