'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { VerdictStatus } from '#components/marks/status-badges';
import { DiffValue } from '#components/ui/diff-value';
import { Archive, Ellipsis, GitCompareArrows, MessageCircleReply } from '#components/ui/icons';
import type { TimelineItem as Item } from '#lib/contract/timeline';
import { TimelineCheckIn } from './timeline-check-in.tsx';
import { TimelineLine } from './timeline-line.tsx';
import { TimelineReport } from './timeline-report.tsx';

export function TimelineItem({ item }: { item: Item }) {
  switch (item.kind) {
    case 'check_in':
      return <TimelineCheckIn item={item} />;
    case 'unchanged':
      return <TimelineFold item={item} />;
    case 'report':
      return <TimelineReport report={item.report} />;
    case 'read_back':
      return <TimelineReadBack item={item} />;
    case 'retirement':
      return <TimelineRetirement item={item} />;
  }
}

/** Check-ins that changed nothing, in one line. */
function TimelineFold({ item }: { item: Extract<Item, { kind: 'unchanged' }> }) {
  const t = useTranslations('device.timeline');
  const format = useFormatter();
  const { at, oldestAt, count } = item;
  const span = format.dateTimeRange(new Date(oldestAt), new Date(at), {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5 bg-canvas px-4 py-1 text-muted text-sm">
      <Ellipsis aria-hidden="true" size={15} className="mt-0.5" />
      <p className="flex flex-wrap justify-between gap-x-4">
        <span>{t(count.exact ? 'unchanged' : 'unchangedMore', { count: count.value })}</span>
        <time dateTime={at} suppressHydrationWarning>
          {span}
        </time>
      </p>
    </li>
  );
}

type ReadBack = Extract<Item, { kind: 'read_back' }>;

/** A changed state in Entra, and whether drift began or ended with it. */
function TimelineReadBack({ item }: { item: ReadBack }) {
  const t = useTranslations('device');
  const { at, answer, before, reportedVerdict, drift } = item;
  const title =
    drift === null
      ? before === null
        ? t('timeline.readBackFirst')
        : t('timeline.readBack')
      : t(`timeline.drift.${drift}`);
  const now = entraText(answer);
  const earlier = before && entraText(before);
  return (
    <TimelineLine icon={drift === null ? MessageCircleReply : GitCompareArrows} title={title} at={at}>
      <div className="flex flex-wrap items-center gap-x-4 text-sm">
        {earlier !== null && earlier !== now ? <DiffValue from={earlier} to={now} /> : <span>{now}</span>}
        {reportedVerdict !== null && (
          <span className="inline-flex flex-wrap items-center gap-x-1.5">
            <span className="text-muted">{t('timeline.confirmedByThen')}</span>
            <VerdictStatus value={reportedVerdict} />
          </span>
        )}
      </div>
    </TimelineLine>
  );

  function entraText({ isCompliant, isManaged, problem }: ReadBack['answer']): string {
    if (problem !== null) return t(`states.${problem}`);
    if (isCompliant === null && isManaged === null) return t('timeline.gone');
    return t('timeline.flags', { compliant: String(isCompliant), managed: String(isManaged) });
  }
}

function TimelineRetirement({ item }: { item: Extract<Item, { kind: 'retirement' }> }) {
  const t = useTranslations('device.timeline.retirement');
  return <TimelineLine icon={Archive} title={t(item.step)} at={item.at} />;
}
