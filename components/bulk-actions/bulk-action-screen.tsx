'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ListSkeleton } from '#components/layout/list-skeleton';
import { QueryError } from '#components/layout/load-error';
import { BackLink, PageHeader } from '#components/layout/page-header';
import { useDenied } from '#components/layout/session-context';
import { BulkTarget } from '#components/marks/bulk-target';
import { Button } from '#components/ui/button';
import { RelativeTime } from '#components/ui/relative-time';
import { useLiveQueries } from '#lib/client/live-changes';
import { bulkActionQuery, bulkKeys, concernsBulkActions } from '#lib/client/queries/bulk-queries';
import type { BulkAction } from '#lib/contract/bulk-action';
import { BulkCauses } from './bulk-causes.tsx';
import { BulkState } from './bulk-marks.tsx';
import { BulkProgress } from './bulk-progress.tsx';
import { BulkResults } from './bulk-results.tsx';

/** The progress of a bulk action, and the outcome for each device. */
export function BulkActionScreen({ id }: { id: string }) {
  const query = useQuery(bulkActionQuery(id));
  const { data: action, isError } = query;
  useLiveQueries(bulkKeys.all, concernsBulkActions);
  return (
    <div className="flex flex-col gap-4">
      <QueryError query={query} />
      {!action && !isError && <ListSkeleton />}
      {action && (
        <>
          <BulkHeader action={action} />
          <BulkProgress action={action} />
          <BulkCauses action={action} />
          <BulkResults action={action} />
        </>
      )}
    </div>
  );
}

function BulkHeader({ action }: { action: BulkAction }) {
  const t = useTranslations('bulk');
  const { kind, total, requestedBy, createdAt, cancelledAt, cancelledBy, filter } = action;
  const title = t(`heading.${kind}`, { count: total });
  return (
    <PageHeader
      title={title}
      help="bulk-outcome"
      back={<BackLink href="/bulk-actions">{t('back')}</BackLink>}
      beside={<BulkState action={action} pill />}
      aside={<CancelBulk action={action} />}
    >
      <p className="text-muted">
        {t.rich('asked', { name: requestedBy, ago: () => <RelativeTime value={createdAt} /> })}
        {cancelledAt !== null && (
          <>
            {' '}
            {t.rich('cancelledBy', {
              name: cancelledBy ?? '',
              ago: () => <RelativeTime value={cancelledAt} />,
            })}
          </>
        )}
      </p>
      <div className="mt-1">
        <BulkTarget filter={filter} />
      </div>
    </PageHeader>
  );
}

const CancelDialog = dynamic(() => import('./cancel-dialog.tsx').then((module) => module.CancelDialog));

/** The button that cancels; none once the bulk action is finished or cancelled. */
function CancelBulk({ action }: { action: BulkAction }) {
  const t = useTranslations('bulk.cancel');
  const [open, setOpen] = useState(false);
  const denied = useDenied(action.kind === 'report' ? 'operator' : 'admin');
  if (action.finishedAt !== null || action.cancelledAt !== null) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)} disabled={denied !== null} title={denied ?? undefined}>
        {t('action')}
      </Button>
      {open && <CancelDialog action={action} onClose={() => setOpen(false)} />}
    </>
  );
}
