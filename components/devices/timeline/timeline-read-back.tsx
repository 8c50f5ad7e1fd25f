'use client';

import { useTranslations } from 'next-intl';
import { VerdictStatus } from '#components/marks/status-badges';
import { DiffValue } from '#components/ui/diff-value';
import { GitCompareArrows, MessageCircleReply } from '#components/ui/icons';
import type { TimelineItem } from '#lib/contract/timeline';
import { TimelineLine } from './timeline-line.tsx';

type ReadBack = Extract<TimelineItem, { kind: 'read_back' }>;

/** What Entra answered anew, and whether that began or ended drift. */
export function TimelineReadBack({ item }: { item: ReadBack }) {
  const t = useTranslations('device');
  const { at, answer, before, reportedVerdict, drift } = item;
  const title =
    drift === null
      ? before === null
        ? t('timeline.readBackFirst')
        : t('timeline.readBack')
      : t(`timeline.drift.${drift}`);
  const [is, was] = [words(answer), before && words(before)];
  return (
    <TimelineLine icon={drift === null ? MessageCircleReply : GitCompareArrows} title={title} at={at}>
      <div className="flex flex-wrap items-center gap-x-4 text-sm">
        {was !== null && was !== is ? <DiffValue from={was} to={is} /> : <span>{is}</span>}
        {reportedVerdict !== null && (
          <span className="inline-flex flex-wrap items-center gap-x-1.5">
            <span className="text-muted">{t('timeline.confirmedByThen')}</span>
            <VerdictStatus value={reportedVerdict} />
          </span>
        )}
      </div>
    </TimelineLine>
  );

  function words({ isCompliant, isManaged, problem }: ReadBack['answer']): string {
    if (problem !== null) return t(`states.${problem}`);
    if (isCompliant === null && isManaged === null) return t('timeline.gone');
    return t('timeline.flags', { compliant: String(isCompliant), managed: String(isManaged) });
  }
}
