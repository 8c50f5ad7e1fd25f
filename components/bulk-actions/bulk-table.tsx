'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { BulkAction } from '#lib/contract/bulk-action';
import { BulkAsked } from './bulk-asked.tsx';
import { BulkLink } from './bulk-link.tsx';
import { BulkState } from './bulk-state.tsx';
import { BulkSummary } from './bulk-summary.tsx';
import { BulkTarget } from './bulk-target.tsx';

const columns = [
  { id: 'action', width: 'w-[20%]', cell: (action) => <BulkLink action={action} /> },
  { id: 'target', width: 'w-[26%]', cell: ({ filter }) => <BulkTarget filter={filter} /> },
  { id: 'asked', width: 'w-[14%]', cell: (action) => <BulkAsked action={action} /> },
  { id: 'state', width: 'w-[14%]', cell: (action) => <BulkState action={action} /> },
  { id: 'progress', width: 'w-[26%]', cell: (action) => <BulkSummary action={action} /> },
] as const satisfies { id: string; width: string; cell: (action: BulkAction) => ReactNode }[];

/** On a phone: what and how it stands, then of which devices, then how far. */
const phoneLines: Partial<Record<(typeof columns)[number]['id'], string>> = {
  action: 'max-[56rem]:grow',
  target: 'sheet-first',
  progress: 'sheet-first',
};

export function BulkTable({ actions }: { actions: BulkAction[] }) {
  const t = useTranslations('bulk');
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
        {actions.map((action) => (
          // biome-ignore lint/a11y/noRedundantRoles: as above
          <tr key={action.id} role="row" className="hover:bg-accent-soft/40">
            {columns.map(({ id, cell }) => (
              // biome-ignore lint/a11y/noRedundantRoles: as above
              <td key={id} role="cell" className={phoneLines[id]}>
                {cell(action)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
