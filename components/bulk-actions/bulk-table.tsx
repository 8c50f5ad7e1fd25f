'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { BulkAction } from '#lib/contract/bulk-action';
import { shownText } from '#lib/domain/text/shown-text';
import { ArrowRightLeft, LogOut, Send } from '../ui/icons.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { BulkBar, TimeLeft } from './bulk-progress.tsx';
import { BulkState } from './bulk-state.tsx';
import { BulkTarget } from './bulk-target.tsx';
import { endedOf } from './outcome-looks.ts';

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

const icons = { report: Send, retire: LogOut, move_azure_id: ArrowRightLeft } as const;

/** What is done to how many; leads to its progress. */
function BulkLink({ action: { id, kind, total } }: { action: BulkAction }) {
  const t = useTranslations('bulk.heading');
  const Icon = icons[kind];
  return (
    <Link
      href={`/bulk-actions/${id}`}
      prefetch={false}
      className="inline-flex items-start gap-1.5 rounded-md font-semibold text-accent hover:underline"
    >
      <Icon aria-hidden="true" size={14} className="mt-1 shrink-0" />
      {t(kind, { count: total })}
    </Link>
  );
}

/** When, and by whom. */
function BulkAsked({ action: { createdAt, requestedBy } }: { action: BulkAction }) {
  const t = useTranslations('bulk');
  return (
    <>
      <RelativeTime value={createdAt} />
      <span className="text-muted text-xs min-[56rem]:block max-[56rem]:ms-2">
        {t('by', { name: shownText(requestedBy) })}
      </span>
    </>
  );
}

/** The progress in a row of the list. */
function BulkSummary({ action }: { action: BulkAction }) {
  const t = useTranslations('bulk');
  const { total, failed, notPossible, finishedAt } = action;
  return (
    <div className="flex flex-col gap-1">
      <BulkBar action={action} />
      <p className="text-muted text-xs">
        {t('done', { ended: endedOf(action), total })}
        {failed > 0 && <span className="text-bad"> · {t('failed', { count: failed })}</span>}
        {notPossible > 0 && <span className="text-wait"> · {t('notPossible', { count: notPossible })}</span>}
        {finishedAt === null && <TimeLeft action={action} before=" · " />}
      </p>
    </div>
  );
}
