'use client';

import { useTranslations } from 'next-intl';
import { FailureText } from '#components/marks/failure-text';
import { ReportStatus } from '#components/marks/status-badges';
import type { ReportLogItem } from '#lib/contract/report';
import { useClock } from '../ui/clock.tsx';
import { Duration } from '../ui/duration.tsx';

/** How a report went, and what stands behind that in a few words. */
export function ReportOutcome({ report }: { report: ReportLogItem }) {
  const t = useTranslations('reports');
  const now = useClock();
  const { status, createdAt, settledAt, errorCode, errorDetail } = report;
  const since = new Date(createdAt).getTime();
  const duration = (until: number) => () => <Duration ms={Math.max(0, until - since)} />;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3">
        <ReportStatus value={status} />
        <span className="text-muted text-sm" suppressHydrationWarning>
          {status === 'successful' &&
            settledAt &&
            t.rich('confirmedAfter', { duration: duration(new Date(settledAt).getTime()) })}
          {settledAt === null && t.rich('waitsSince', { duration: duration(now) })}
        </span>
      </div>
      {errorCode && (
        <div className="text-sm" title={errorDetail ?? errorCode}>
          <FailureText failure={{ code: errorCode, detail: errorDetail }} />
        </div>
      )}
    </>
  );
}
