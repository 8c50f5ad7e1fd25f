'use client';

import { Hourglass } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useClock } from '../ui/clock.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { Notice } from './notice.tsx';

export function ThrottledNotice({ until }: { until: string }) {
  const t = useTranslations('connection');
  if (new Date(until).getTime() <= useClock()) return null;
  return (
    <Notice tone="wait" icon={Hourglass}>
      {t.rich('throttled', { when: () => <RelativeTime value={until} future /> })}
    </Notice>
  );
}
