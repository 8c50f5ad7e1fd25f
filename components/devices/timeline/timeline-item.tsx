'use client';

import type { TimelineItem as Item } from '#lib/contract/timeline';
import { TimelineCheckIn } from './timeline-check-in.tsx';
import { TimelineFold } from './timeline-fold.tsx';
import { TimelineReadBack } from './timeline-read-back.tsx';
import { TimelineReport } from './timeline-report.tsx';
import { TimelineRetirement } from './timeline-retirement.tsx';

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
