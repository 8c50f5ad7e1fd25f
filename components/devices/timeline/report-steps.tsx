'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { ArrowRight } from '#components/ui/icons';
import type { ReportItem } from '#lib/contract/report';

/** queued → sent → its outcome, as far as the report got; the times on hover and for all who hear the page. */
export function ReportSteps({ report }: { report: ReportItem }) {
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
