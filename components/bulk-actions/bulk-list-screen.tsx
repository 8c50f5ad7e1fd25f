'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type Column, DataTable } from '#components/layout/data-table';
import { ListScreen } from '#components/layout/list-screen';
import { BulkTarget } from '#components/marks/bulk-target';
import { buttonClass } from '#components/ui/button';
import { EmptyState } from '#components/ui/empty-state';
import { ArrowRightLeft, ListChecks, LogOut, Send } from '#components/ui/icons';
import { RelativeTime } from '#components/ui/relative-time';
import { bulkListParsers } from '#lib/client/lists/bulk-search';
import { useLiveQueries } from '#lib/client/live-changes';
import { bulkKeys, bulkListQuery, concernsBulkActions } from '#lib/client/queries/bulk-queries';
import type { BulkAction } from '#lib/contract/bulk-action';
import { shownText } from '#lib/domain/text/shown-text';
import { useListSearch } from '../layout/use-list-search.ts';
import { BulkState, endedCount, useCancelledText } from './bulk-marks.tsx';
import { BulkBar, TimeLeft } from './bulk-progress.tsx';

/** Every bulk action, the newest first, with live progress. */
export function BulkListScreen() {
  const t = useTranslations();
  const { search, change } = useListSearch(bulkListParsers);
  const query = useQuery(bulkListQuery(search.cursor));
  useLiveQueries(bulkKeys.all, concernsBulkActions);
  return (
    <ListScreen
      title={t('bulk.title')}
      help="bulk"
      query={query}
      cursor={search.cursor}
      onGo={(cursor) => change({ cursor })}
      empty={
        <EmptyState icon={ListChecks} title={t('bulk.none')} text={t('bulk.noneText')}>
          <Link href="/devices" className={`mt-2 ${buttonClass('plain')}`}>
            {t('error.toDevices')}
          </Link>
        </EmptyState>
      }
    >
      {({ items }) => <BulkTable actions={items} />}
    </ListScreen>
  );
}

function BulkTable({ actions }: { actions: BulkAction[] }) {
  const t = useTranslations('bulk');
  const columns: Column<BulkAction>[] = [
    {
      id: 'action',
      head: t('column.action'),
      width: 'w-[20%]',
      className: 'max-[56rem]:grow',
      cell: (action) => <BulkLink action={action} />,
    },
    {
      id: 'target',
      head: t('column.target'),
      width: 'w-[26%]',
      className: 'sheet-first',
      cell: ({ filter }) => <BulkTarget filter={filter} />,
    },
    {
      id: 'asked',
      head: t('column.asked'),
      width: 'w-[14%]',
      cell: (action) => <BulkAsked action={action} />,
    },
    {
      id: 'state',
      head: t('column.state'),
      width: 'w-[14%]',
      cell: (action) => <BulkState action={action} />,
    },
    {
      id: 'progress',
      head: t('column.progress'),
      width: 'w-[26%]',
      className: 'sheet-first',
      cell: (action) => <BulkSummary action={action} />,
    },
  ];
  return <DataTable name={t('title')} columns={columns} rows={actions} keyOf={({ id }) => id} />;
}

const icons = { report: Send, retire: LogOut, move_azure_id: ArrowRightLeft } as const;

/** What is done, and to how many devices. */
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

/** When it was started, and by whom. */
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
  const cancelledText = useCancelledText(action);
  if (cancelledText !== null) {
    return (
      <div className="flex flex-col gap-1">
        <BulkBar action={action} />
        <p className="text-muted text-xs">{cancelledText}</p>
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-1">
      <BulkBar action={action} />
      <p className="text-muted text-xs">
        {t('done', { ended: endedCount(action), total })}
        {failed > 0 && <span className="text-bad"> · {t('failed', { count: failed })}</span>}
        {notPossible > 0 && <span className="text-wait"> · {t('notPossible', { count: notPossible })}</span>}
        {finishedAt === null && <TimeLeft action={action} before=" · " />}
      </p>
    </div>
  );
}
