'use client';

import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import type { AuditEvent } from '#lib/contract/audit-event';
import { ExactTime } from '../ui/exact-time.tsx';
import { ChevronDown, ChevronRight } from '../ui/icons.tsx';
import { AuditAction } from './audit-action.tsx';
import { AuditActor } from './audit-actor.tsx';
import { AuditDetails } from './audit-details.tsx';
import { AuditTarget } from './audit-target.tsx';

/** An event, and below it, once opened, all that is known of it. */
export function AuditRow({ event, columns }: { event: AuditEvent; columns: number }) {
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
