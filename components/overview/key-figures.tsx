'use client';

import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ChangeSince, ofLastWeek, Sparkline } from '#components/marks/trend';
import {
  CircleDashed,
  CircleX,
  Clock,
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
            <Sparkline points={ofLastWeek(points)} />
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
    <li className="relative flex min-h-21 flex-col rounded-lg border border-line bg-surface p-3 hover:border-line-strong">
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
