'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { CircleDashed, CircleX, Clock, GitCompareArrows, OctagonX, UserRoundX } from '#components/ui/icons';
import { RelativeTime } from '#components/ui/relative-time';
import { devicesHref } from '#lib/client/lists/list-links';
import type { FleetFigures, OverviewFigures, Snapshot } from '#lib/contract/overview';
import { ChangeSince, KeyFigure, Sparkline } from './key-figure.tsx';

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
