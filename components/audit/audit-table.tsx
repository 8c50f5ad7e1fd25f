'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { GivenText } from '#components/marks/given-text';
import type { AuditEvent } from '#lib/contract/audit-event';
import { ExactTime } from '../ui/exact-time.tsx';
import { ChevronDown, ChevronRight, CircleHelp, Cog, KeyRound, ShieldX, UserRound } from '../ui/icons.tsx';
import { Status } from '../ui/status.tsx';
import { AuditDetails } from './audit-details.tsx';
import { useActionName } from './use-action-name.ts';

const columns = [
  { id: 'at', width: 'w-[17%]' },
  { id: 'actor', width: 'w-[18%]' },
  { id: 'action', width: 'w-[28%]' },
  { id: 'target', width: 'w-[26%]' },
  { id: 'from', width: 'w-[11%]' },
] as const;

/** One line an event; each opens to show what changed. */
export function AuditTable({ events }: { events: AuditEvent[] }) {
  const t = useTranslations('audit');
  return (
    // Explicit roles: rows that are laid out anew on a phone must stay a table for those who hear it.
    // biome-ignore lint/a11y/noRedundantRoles: see above
    <table role="table" aria-label={t('title')} className="sheet min-[56rem]:table-fixed">
      <thead>
        <tr>
          {columns.map(({ id, width }) => (
            <th key={id} scope="col" className={width}>
              {t(`column.${id}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <AuditRow key={event.id} event={event} columns={columns.length} />
        ))}
      </tbody>
    </table>
  );
}

/** An event, and below it, once opened, all that is known of it. */
function AuditRow({ event, columns }: { event: AuditEvent; columns: number }) {
  const t = useTranslations('audit');
  const id = useId();
  const [open, setOpen] = useState(false);
  const Icon = open ? ChevronDown : ChevronRight;
  return (
    <>
      {/* biome-ignore lint/a11y/noRedundantRoles: the phone's layout takes the role away */}
      <tr role="row" className="hover:bg-accent-soft/40">
        {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
        <td role="cell" className="max-[56rem]:grow">
          <button
            type="button"
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            onClick={() => setOpen(!open)}
            className="-ms-1.5 inline-flex items-start gap-1 rounded-md text-start"
          >
            <Icon aria-hidden="true" size={14} className="mt-1 shrink-0 text-muted" />
            <ExactTime value={event.at} />
            <span className="sr-only">{t('open')}</span>
          </button>
        </td>
        {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
        <td role="cell">
          <AuditActor actor={event.actor} />
        </td>
        {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
        <td role="cell" className="sheet-first">
          <AuditAction event={event} />
        </td>
        {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
        <td role="cell" className="sheet-first">
          <AuditTarget event={event} />
        </td>
        {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
        <td role="cell" className="text-muted max-[56rem]:hidden">
          {event.address}
        </td>
      </tr>
      {open && (
        // biome-ignore lint/a11y/noRedundantRoles: as above
        <tr role="row" id={id}>
          {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
          <td role="cell" colSpan={columns} className="sheet-first bg-canvas">
            <AuditDetails event={event} />
          </td>
        </tr>
      )}
    </>
  );
}

/** What was done, with its code; a refusal stands out. */
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
      <code className="font-mono text-muted text-xs">
        {outcome === 'refused' && reason !== null ? `${action} · ${reason}` : action}
      </code>
    </span>
  );
}

const icons = { admin: UserRound, api_key: KeyRound, system: Cog, unknown: CircleHelp } as const;

/** Who it was, and what kind of caller. */
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
          <GivenText text={actor.name} /> <span className="text-muted text-sm">{kind}</span>
        </span>
      )}
    </span>
  );
}

/** What it was done to: by its name where one is known, and a device with the way to it. */
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
      <code className="block break-all font-mono text-muted text-xs">
        <bdi>{target}</bdi>
      </code>
    </>
  );
}

/** Its name then, as the event tells it. */
function nameIn({ after, before, details }: AuditEvent): string | null {
  const name = after?.name ?? before?.name ?? details.name;
  return typeof name === 'string' ? name : null;
}
