'use client';

import { useTranslations } from 'next-intl';
import { ArrowDown, ArrowUp, Equal } from '../ui/icons.tsx';
import { type Point, weekBefore } from './charts/week-before.ts';

/** How a figure of which less is better stands beside that of seven days ago. The last point is now. */
export function ChangeSince({ points }: { points: readonly Point[] }) {
  const t = useTranslations('overview.change');
  const now = points.at(-1);
  const before = weekBefore(points);
  if (now === undefined || before === null) return <span className="text-muted text-xs">{t('none')}</span>;
  const change = now.value - before.value;
  const direction = change === 0 ? 'same' : change > 0 ? 'more' : 'fewer';
  const { icon: Icon, ink } = looks[direction];
  return (
    <span className={`flex items-start gap-1 text-xs ${ink}`}>
      <Icon aria-hidden="true" size={12} strokeWidth={2.5} className="mt-0.75 shrink-0" />
      {t(direction, { count: Math.abs(change) })}
    </span>
  );
}

const looks = {
  more: { icon: ArrowUp, ink: 'text-bad' },
  fewer: { icon: ArrowDown, ink: 'text-good' },
  same: { icon: Equal, ink: 'text-muted' },
} as const;
