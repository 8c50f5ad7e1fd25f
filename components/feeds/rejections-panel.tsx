'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { type Column, DataTable } from '#components/layout/data-table';
import { QueryError } from '#components/layout/load-error';
import { Pager } from '#components/layout/pager';
import { GivenText } from '#components/marks/given-text';
import { RejectionNotes } from '#components/marks/intake-notes';
import { Panel } from '#components/ui/panel';
import { RelativeTime } from '#components/ui/relative-time';
import { Skeleton } from '#components/ui/skeleton';
import { rejectionsQuery } from '#lib/client/queries/feed-queries';
import type { RejectionPage } from '#lib/contract/feed';

type Rejection = RejectionPage['items'][number];

/** Rejected check-ins of a feed, newest first: for the developer of what sends them. */
export function RejectionsPanel({ name }: { name: string }) {
  const t = useTranslations('feeds.rejections');
  const [cursor, setCursor] = useState<string | null>(null);
  const query = useQuery(rejectionsQuery(name, cursor));
  const { data, isError, isPlaceholderData } = query;
  return (
    <>
      <Panel title={t('title')} flush>
        <QueryError query={query} />
        {!data && !isError && (
          <p className="p-4">
            <Skeleton />
          </p>
        )}
        {data?.items.length === 0 && <p className="p-4 text-muted">{t('none')}</p>}
        {data !== undefined && data.items.length > 0 && <RejectionTable rejections={data.items} />}
      </Panel>
      {data && (
        <Pager
          cursor={cursor}
          nextCursor={data.nextCursor}
          loading={isPlaceholderData}
          onGo={async (to) => setCursor(to)}
        />
      )}
    </>
  );
}

function RejectionTable({ rejections }: { rejections: readonly Rejection[] }) {
  const t = useTranslations('feeds.rejections');
  const columns: Column<Rejection>[] = [
    {
      id: 'at',
      head: t('at'),
      width: 'w-[14%]',
      className: 'sheet-first',
      cell: ({ at }) => <RelativeTime value={at} />,
    },
    {
      id: 'externalId',
      head: t('externalId'),
      width: 'w-[20%]',
      className: 'sheet-first',
      cell: ({ externalId }) =>
        externalId === null ? (
          <span className="text-muted">{t('noId')}</span>
        ) : (
          <GivenText text={externalId} />
        ),
    },
    {
      id: 'errors',
      head: t('errors'),
      width: 'w-[30%]',
      className: 'sheet-first',
      cell: ({ errors }) => <RejectionNotes notes={errors} />,
    },
    {
      id: 'excerpt',
      head: t('excerpt'),
      width: 'w-[36%]',
      className: 'sheet-first',
      cell: ({ excerpt }) => (
        <code className="wrap-anywhere text-muted text-sm" translate="no">
          {excerpt}
        </code>
      ),
    },
  ];
  return <DataTable name={t('title')} columns={columns} rows={rejections} keyOf={({ id }) => id} />;
}
