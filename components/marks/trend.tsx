'use client';

import { useTranslations } from 'next-intl';
import { ArrowDown, ArrowUp, Equal } from '#components/ui/icons';

interface ChangeSinceProps {
  /** The last point is now */
  points: readonly Point[];
}

/** The change since seven days ago, for a figure of which less is better; nothing where that is not known yet. */
export function ChangeSince({ points }: ChangeSinceProps) {
  const t = useTranslations('common.change');
  const now = points.at(-1);
  const before = weekBefore(points);
  if (now === undefined || before === null) return null;
  const change = now.value - before.value;
  const direction = change === 0 ? 'same' : change > 0 ? 'more' : 'fewer';
  const { icon: Icon, ink } = changeSinceLooks[direction];
  return (
    <span className={`flex items-start gap-1 text-xs ${ink}`}>
      <Icon aria-hidden="true" size={12} strokeWidth={2.5} className="mt-0.75 shrink-0" />
      {t(direction, { count: Math.abs(change) })}
    </span>
  );
}

const changeSinceLooks = {
  more: { icon: ArrowUp, ink: 'text-bad' },
  fewer: { icon: ArrowDown, ink: 'text-good' },
  same: { icon: Equal, ink: 'text-muted' },
} as const;

const width = 100;
const height = 24;

/** Points as a line, the oldest first. Text next to it says what counts. */
export function Sparkline({ points }: { points: readonly Point[] }) {
  const [first, last] = [points.at(0), points.at(-1)];
  if (first === undefined || last === undefined || points.length < 2) return null;
  const from = Date.parse(first.at);
  const span = Math.max(1, Date.parse(last.at) - from);
  const values = points.map(({ value }) => value);
  const least = Math.min(...values);
  const range = Math.max(...values) - least;
  const path = points
    .map(({ at, value }) => {
      const x = ((Date.parse(at) - from) / span) * width;
      const y = range === 0 ? height / 2 : height - 2 - ((value - least) / range) * (height - 4);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(' ');
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="mt-auto mb-1 h-6 w-full text-line-strong"
    >
      <polyline
        points={path}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

interface Point {
  at: string;
  value: number;
}

const hour = 3_600_000;
const week = 7 * 24 * hour;
/** If no worker ran around that time, there is no figure to compare with. */
const nearMs = 12 * hour;

/** Returns the point nearest to seven days before the last one, or null if none is near enough. Points: oldest first. */
function weekBefore(points: readonly Point[]): Point | null {
  const wanted = timeOf(points.at(-1)) - week;
  const distance = (point: Point) => Math.abs(timeOf(point) - wanted);
  const [nearest] = points.toSorted((a, b) => distance(a) - distance(b));
  return nearest !== undefined && distance(nearest) <= nearMs ? nearest : null;
}

/** Returns the points of the last seven days. */
export function ofLastWeek(points: readonly Point[]): Point[] {
  const since = timeOf(points.at(-1)) - week;
  return points.filter((point) => timeOf(point) >= since);
}

function timeOf(point: Point | undefined): number {
  return point === undefined ? 0 : Date.parse(point.at);
}
