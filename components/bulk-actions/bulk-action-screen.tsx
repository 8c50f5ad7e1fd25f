'use client';

import { useQuery } from '@tanstack/react-query';
import { ListSkeleton } from '#components/layout/list-skeleton';
import { QueryError } from '#components/layout/load-error';
import { bulkActionQuery, bulkKeys } from '#lib/client/queries/bulk-queries';
import { useLiveQueries } from '#lib/client/use-live-queries';
import { BulkHeader } from './bulk-header.tsx';
import { BulkProgress } from './bulk-progress.tsx';
import { BulkResults } from './bulk-results.tsx';
import { concernsBulkActions } from './concerns-bulk-actions.ts';

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
          <BulkResults action={action} />
        </>
      )}
    </div>
  );
}
