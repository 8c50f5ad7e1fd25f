'use client';

import { useTranslations } from 'next-intl';
import { Archive } from '#components/ui/icons';
import type { TimelineItem } from '#lib/contract/timeline';
import { TimelineLine } from './timeline-line.tsx';

export function TimelineRetirement({ item }: { item: Extract<TimelineItem, { kind: 'retirement' }> }) {
  const t = useTranslations('device.timeline.retirement');
  return <TimelineLine icon={Archive} title={t(item.step)} at={item.at} />;
}
