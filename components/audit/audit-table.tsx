'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type ReactNode, useId, useState } from 'react';
import { type Column, DataTable } from '#components/layout/data-table';
import { GivenText } from '#components/marks/given-text';
import { CircleHelp, Cog, KeyRound, ShieldX, UserRound } from '#components/ui/icons';
import { ExactTime } from '#components/ui/relative-time';
import { RowOpener } from '#components/ui/row-opener';
import { SortButton } from '#components/ui/sort-button';
import { Status } from '#components/ui/status';
import { auditActionKey, auditSearchParsers } from '#lib/client/lists/audit-search';
import type { AuditEvent } from '#lib/contract/audit-event';
import { useListSearch } from '../layout/use-list-search.ts';
import { AuditDetails } from './audit-details.tsx';

/** One row for each event; a row opens to show what changed. */
export function AuditTable({ events }: { events: AuditEvent[] }) {
  const t = useTranslations('audit');
  const id = useId();
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  function toggle(eventId: string) {
    const next = new Set(opened);
    if (!next.delete(eventId)) next.add(eventId);
    setOpened(next);
  }
  const columns = useColumns((event) => (
    <AuditTime
      event={event}
      open={opened.has(event.id)}
      detailsId={id + event.id}
      onToggle={() => toggle(event.id)}
    />
  ));
  return (
    <DataTable
      name={t('title')}
      columns={columns}
      rows={events}
      keyOf={(event) => event.id}
      detailsOf={(event) =>
        opened.has(event.id) ? { id: id + event.id, content: <AuditDetails event={event} /> } : null
      }
    />
  );
}

function useColumns(timeOf: (event: AuditEvent) => ReactNode): Column<AuditEvent>[] {
  const t = useTranslations('audit');
  const { search, change } = useListSearch(auditSearchParsers);
  const sorted = search.sort === 'at' ? 'ascending' : 'descending';
  const turn = () => change({ sort: sorted === 'ascending' ? '-at' : 'at' });
  return [
    {
      id: 'at',
      head: <SortButton label={t('column.at')} direction={sorted} onSort={turn} />,
      sorted,
      width: 'w-[17%]',
      className: 'max-[56rem]:grow',
      cell: timeOf,
    },
    {
      id: 'actor',
      head: t('column.actor'),
      width: 'w-[18%]',
      cell: ({ actor }) => <AuditActor actor={actor} />,
    },
    {
      id: 'action',
      head: t('column.action'),
      width: 'w-[28%]',
      className: 'sheet-first',
      cell: (event) => <AuditAction event={event} />,
    },
    {
      id: 'target',
      head: t('column.target'),
      width: 'w-[26%]',
      className: 'sheet-first',
      cell: (event) => <AuditTarget event={event} />,
    },
    {
      id: 'from',
      head: t('column.from'),
      width: 'w-[11%]',
      className: 'text-muted max-[56rem]:hidden',
      cell: ({ address }) => address,
    },
  ];
}

interface AuditTimeProps {
  event: AuditEvent;
  open: boolean;
  detailsId: string;
  onToggle: () => void;
}

/** When it happened; opens the details. */
function AuditTime({ event, open, detailsId, onToggle }: AuditTimeProps) {
  const t = useTranslations('audit');
  return (
    <RowOpener open={open} detailsId={detailsId} label={t('open')} onToggle={onToggle}>
      <ExactTime value={event.at} />
    </RowOpener>
  );
}

/** What was done, with its code. */
function AuditAction({ event }: { event: AuditEvent }) {
  const t = useTranslations('audit');
  const nameOf = useActionName();
  const { action, outcome, count, details } = event;
  const reason = typeof details.code === 'string' ? details.code : null;
  return (
    <span className="flex flex-wrap items-baseline gap-x-2">
      <span className="font-medium">{nameOf(action)}</span>
      {outcome === 'refused' && (
        <Status tone="bad" icon={ShieldX}>
          {count > 1 || details.since !== undefined ? t('refusedAgain', { count }) : t('outcome.refused')}
        </Status>
      )}
      <code className={`font-mono text-muted text-xs ${outcome === 'refused' ? '' : 'max-[56rem]:hidden'}`}>
        {outcome === 'refused' && reason !== null ? `${action} · ${reason}` : action}
      </code>
    </span>
  );
}

const icons = { admin: UserRound, api_key: KeyRound, system: Cog, unknown: CircleHelp } as const;

/** Who did it, and what kind of caller that is. */
function AuditActor({ actor }: { actor: AuditEvent['actor'] }) {
  const t = useTranslations('audit');
  const Icon = icons[actor.kind];
  const kind = t(`actorKind.${actor.kind}`);
  return (
    <span className="inline-flex items-start gap-1.5">
      <Icon aria-hidden="true" size={14} className="mt-1 shrink-0 text-muted" />
      {actor.name === '' ? (
        <span className="text-muted">{kind}</span>
      ) : (
        <span>
          <GivenText text={actor.name} />{' '}
          <span className="text-muted text-sm max-[56rem]:sr-only">{kind}</span>
        </span>
      )}
    </span>
  );
}

/** What was changed, by its name if one is known. A device is a link. */
function AuditTarget({ event }: { event: AuditEvent }) {
  const { action, target, targetName } = event;
  if (target === null) return null;
  const name = targetName ?? nameIn(event);
  if (targetName !== null && action.startsWith('device.')) {
    return (
      <Link href={`/devices/${target}`} prefetch={false} className="font-medium text-accent hover:underline">
        <GivenText text={targetName} />
      </Link>
    );
  }
  return (
    <>
      {name !== null && (
        <span className="block">
          <GivenText text={name} />
        </span>
      )}
      <code
        className={`block break-all font-mono text-muted text-xs ${name === null ? '' : 'max-[56rem]:hidden'}`}
      >
        <bdi>{target}</bdi>
      </code>
    </>
  );
}

/** The target's name at that time, from the event; an exception goes by its policy. */
function nameIn({ after, before, details }: AuditEvent): string | null {
  const name = after?.name ?? before?.name ?? details.name ?? after?.policy ?? before?.policy;
  return typeof name === 'string' ? name : null;
}

/** Returns the name of an action, or its code if this version does not know it. */
export function useActionName(): (action: string) => string {
  const t = useTranslations('audit.action');
  return (action) => {
    const key = auditActionKey(action);
    return key === null ? action : t(key);
  };
}
