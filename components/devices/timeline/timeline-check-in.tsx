'use client';

import { useTranslations } from 'next-intl';
import { VerdictStatus } from '#components/marks/status-badges';
import { DiffValue } from '#components/ui/diff-value';
import { MonitorCheck, Scale } from '#components/ui/icons';
import type { TimelineItem } from '#lib/contract/timeline';
import { TimelineChange } from './timeline-change.tsx';
import { TimelineLine } from './timeline-line.tsx';

/** A check-in that changed something: what it was before, and what it is since. */
export function TimelineCheckIn({ item }: { item: Extract<TimelineItem, { kind: 'check_in' }> }) {
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
    <TimelineLine icon={decided ? Scale : MonitorCheck} title={title} at={at}>
      <ul className="text-sm">
        {changes.map((change) => (
          <TimelineChange key={change.field} change={change} />
        ))}
      </ul>
      {trigger !== null && (
        <p className="text-muted text-sm">{t('timeline.triggered', { trigger: t(`trigger.${trigger}`) })}</p>
      )}
    </TimelineLine>
  );
}
