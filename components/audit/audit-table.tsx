'use client';

import { useTranslations } from 'next-intl';
import type { AuditEvent } from '#lib/contract/audit-event';
import { AuditRow } from './audit-row.tsx';

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
