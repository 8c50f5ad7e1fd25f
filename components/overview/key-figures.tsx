'use client';

import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import {
  ArrowDown,
  ArrowUp,
  CircleDashed,
  CircleX,
  Clock,
  Equal,
  GitCompareArrows,
  type IconComponent,
  OctagonX,
  UserRoundX,
} from '#components/ui/icons';
import { RelativeTime } from '#components/ui/relative-time';
import { devicesHref } from '#lib/client/lists/list-links';
import type { FleetFigures, OverviewFigures, Snapshot } from '#lib/contract/overview';

const kinds = [
  {
    name: 'noncompliant',
    icon: OctagonX,
    href: devicesHref({ verdict: ['noncompliant'] }),
    read: ({ verdict }: FleetFigures) => verdict.noncompliant,
  },
  {
    name: 'failed',
    icon: CircleX,
    href: devicesHref({ azureComplianceStatus: ['failed'] }),
    read: ({ azureComplianceStatus }: FleetFigures) => azureComplianceStatus.failed,
  },
  {
    name: 'entraDisagrees',
    icon: GitCompareArrows,
    href: devicesHref({ entraDisagrees: true }),
    // Older snapshots have drift only.
    read: ({ entraDisagrees, drifted }: FleetFigures) => entraDisagrees ?? drifted,
  },
  {
    name: 'neverReported',
    icon: CircleDashed,
    href: devicesHref({ neverReported: true }),
    // Older snapshots include refused ones in this figure; counted by status the number is the same in all snapshots.
    read: ({ azureComplianceStatus }: FleetFigures) => azureComplianceStatus.blank,
  },
  {
    name: 'userHasToAct',
    icon: UserRoundX,
    href: devicesHref({ userHasToAct: true }),
    read: ({ userHasToAct }: FleetFigures) => userHasToAct,
  },
] as const;

interface Props {
  figures: OverviewFigures;
  history: readonly Snapshot[];
  computedAt: string;
}

/** Counts of devices that may need attention; each links to those devices. */
export function KeyFigures({ figures: { devices, waiting }, history, computedAt }: Props) {
  const t = useTranslations('overview.figure');
  const format = useFormatter();
  const { since } = waiting;
  return (
    <ul aria-label={t('title')} className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-6">
      {kinds.map(({ name, icon, href, read }) => {
        const value = read(devices);
        const past = history.map((snapshot) => ({ at: snapshot.at, value: read(snapshot) }));
        const points = [...past, { at: computedAt, value }];
        return (
          <KeyFigure
            key={name}
            name={t(name)}
            icon={icon}
            href={href}
            value={format.number(value)}
            share={value / devices.total}
          >
            <Sparkline points={points} />
            <ChangeSince points={points} />
          </KeyFigure>
        );
      })}
      <KeyFigure
        name={t('waiting')}
        icon={Clock}
        href="/connection"
        value={waiting.exact ? format.number(waiting.value) : t('moreThan', { count: waiting.value })}
      >
        <span className="mt-auto text-muted text-xs">
          {since === null ? t('noneDue') : t.rich('oldest', { ago: () => <RelativeTime value={since} /> })}
        </span>
      </KeyFigure>
    </ul>
  );
}

interface KeyFigureProps {
  name: string;
  icon: IconComponent;
  href: string;
  value: string;
  /** Share of all devices; absent where it would mean nothing */
  share?: number;
  children: ReactNode;
}

/** A number that links to what it counts; the whole tile is the link. */
function KeyFigure({ name, icon: Icon, href, value, share, children }: KeyFigureProps) {
  const format = useFormatter();
  return (
    <li className="relative flex min-h-31 flex-col rounded-lg border border-line bg-surface p-3 hover:border-line-strong">
      <Link href={href} className="font-medium after:absolute after:inset-0 after:rounded-lg">
        <span className="flex items-start gap-1.5 text-muted">
          <Icon aria-hidden="true" size={14} strokeWidth={2.25} className="mt-1 shrink-0" />
          {name}
        </span>
        <span className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-semibold text-xl">{value}</span>
          {share !== undefined && (
            <span className="text-muted text-xs">
              {format.number(share, { style: 'percent', maximumFractionDigits: 1 })}
            </span>
          )}
        </span>
      </Link>
      {children}
    </li>
  );
}

/** The change since seven days ago, for a figure of which less is better. The last point is now. */
function ChangeSince({ points }: { points: readonly Point[] }) {
  const t = useTranslations('overview.change');
  const now = points.at(-1);
  const before = weekBefore(points);
  if (now === undefined || before === null) return <span className="text-muted text-xs">{t('none')}</span>;
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

/** The last seven days as a line; the text next to it says the same. */
function Sparkline({ points }: { points: readonly Point[] }) {
  const shown = ofLastWeek(points);
  const [first, last] = [shown.at(0), shown.at(-1)];
  if (first === undefined || last === undefined || shown.length < 2) return <span className="mt-auto h-6" />;
  const from = Date.parse(first.at);
  const span = Math.max(1, Date.parse(last.at) - from);
  const values = shown.map(({ value }) => value);
  const least = Math.min(...values);
  const range = Math.max(...values) - least;
  const path = shown
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
function ofLastWeek(points: readonly Point[]): Point[] {
  const since = timeOf(points.at(-1)) - week;
  return points.filter((point) => timeOf(point) >= since);
}

function timeOf(point: Point | undefined): number {
  return point === undefined ? 0 : Date.parse(point.at);
}
