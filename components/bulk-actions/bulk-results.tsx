'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { bulkItemParsers } from '#lib/client/lists/bulk-search';
import { bulkItemsQuery, bulkPath } from '#lib/client/queries/bulk-queries';
import type { BulkAction } from '#lib/contract/bulk-action';
import { ListSkeleton } from '../layout/list-skeleton.tsx';
import { LoadError } from '../layout/load-error.tsx';
import { Pager } from '../layout/pager.tsx';
import { buttonClass } from '../ui/button.tsx';
import { Download } from '../ui/icons.tsx';
import { Panel } from '../ui/panel.tsx';
import { ItemTable } from './item-table.tsx';
import { OutcomeFilter } from './outcome-filter.tsx';

/** What became of each device, by outcome and page; kept in the address. */
export function BulkResults({ action }: { action: BulkAction }) {
  const t = useTranslations('bulk');
  const { kind, id } = action;
  const [search, setSearch] = useQueryStates(bulkItemParsers, { history: 'push', shallow: true });
  const { data, error, isError, isFetching, isPlaceholderData, refetch } = useQuery(
    bulkItemsQuery(action, search),
  );
  const exported = `${bulkPath(kind, id)}/export${search.outcome === null ? '' : `?outcome=${search.outcome}`}`;
  return (
    <>
      <Panel
        title={t('results')}
        flush
        aside={
          <a href={exported} download className={buttonClass('plain')}>
            <Download aria-hidden="true" size={15} />
            {t('export')}
          </a>
        }
      >
        <div className="border-line border-b p-3 empty:hidden">
          <OutcomeFilter
            action={action}
            chosen={search.outcome}
            onChoose={(outcome) => void setSearch({ outcome, cursor: null })}
          />
        </div>
        {isError && <LoadError error={error} onRetry={() => void refetch()} retrying={isFetching} />}
        {!data && !isError && <ListSkeleton />}
        {data && (
          <div aria-busy={isPlaceholderData} className={isPlaceholderData ? 'opacity-60' : ''}>
            {data.items.length > 0 ? (
              <ItemTable items={data.items} />
            ) : (
              <p className="px-4 py-8 text-center text-muted">
                {t(action.total === 0 ? 'noDevices' : 'noResults')}
              </p>
            )}
          </div>
        )}
      </Panel>
      {data && (
        <Pager
          cursor={search.cursor}
          nextCursor={data.nextCursor}
          loading={isPlaceholderData}
          onGo={(cursor) => setSearch({ cursor })}
        />
      )}
    </>
  );
}
