'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { Ellipsis } from '#components/ui/icons';
import type { TimelineItem } from '#lib/contract/timeline';

/** Check-ins that changed nothing, as one line. */
export function TimelineFold({ item }: { item: Extract<TimelineItem, { kind: 'unchanged' }> }) {
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
