'use client';

import { useQuery } from '@tanstack/react-query';
import { reportQuery } from '#lib/client/queries/report-queries';
import { useLiveQueries } from '#lib/client/use-live-queries';
import { ListSkeleton } from '../layout/list-skeleton.tsx';
import { LoadError } from '../layout/load-error.tsx';
import { MessagePanel } from './message-panel.tsx';
import { OutcomePanel } from './outcome-panel.tsx';
import { ReportFacts } from './report-facts.tsx';
import { ReportHeader } from './report-header.tsx';
import { ReportTimeline } from './report-timeline.tsx';
import { SentPayload } from './sent-payload.tsx';

/** What became of one report, and every step on the way, as it happens. */
export function ReportScreen({ id }: { id: string }) {
  const { data: report, error, isError, isFetching, refetch } = useQuery(reportQuery(id));
  useLiveQueries(reportQuery(id).queryKey, ({ devices }) => {
    return devices === 'many' || (report !== undefined && devices.includes(report.deviceId));
  });
  return (
    <div className="flex flex-col gap-4">
      {isError && <LoadError error={error} onRetry={() => void refetch()} retrying={isFetching} />}
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
