'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ListSkeleton } from '#components/layout/list-skeleton';
import { QueryError } from '#components/layout/load-error';
import { Pager } from '#components/layout/pager';
import { buttonClass } from '#components/ui/button';
import { Download } from '#components/ui/icons';
import { Panel } from '#components/ui/panel';
import { ToggleChip } from '#components/ui/toggle-chip';
import { bulkItemParsers } from '#lib/client/lists/bulk-search';
import { bulkExportPath, bulkItemsQuery } from '#lib/client/queries/bulk-queries';
import type { BulkAction } from '#lib/contract/bulk-action';
import type { BulkOutcome } from '#lib/domain/reports/bulk-action';
import { useListSearch } from '../layout/use-list-search.ts';
import { outcomeLooks, outcomesShown } from './bulk-outcomes.ts';
import { ItemTable } from './item-table.tsx';

/** The outcome for each device. Filter and page are kept in the address. */
export function BulkResults({ action }: { action: BulkAction }) {
  const t = useTranslations('bulk');
  const { search, change } = useListSearch(bulkItemParsers);
  const query = useQuery(bulkItemsQuery(action, search));
  const { data, isError, isPlaceholderData } = query;
  return (
    <>
      <Panel
        title={t('results')}
        flush
        aside={
          <a href={bulkExportPath(action, search.outcome)} download className={buttonClass('plain')}>
            <Download aria-hidden="true" size={15} />
            {t('export')}
          </a>
        }
      >
        <div className="border-line border-b p-3 empty:hidden">
          <OutcomeFilter
            action={action}
            chosen={search.outcome}
            onChoose={(outcome) => void change({ outcome })}
          />
        </div>
        <QueryError query={query} />
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
          onGo={(cursor) => change({ cursor })}
        />
      )}
    </>
  );
}

interface OutcomeFilterProps {
  action: BulkAction;
  chosen: BulkOutcome | null;
  onChoose: (outcome: BulkOutcome | null) => void;
}

/** One chip for each outcome that occurs, with its count. */
function OutcomeFilter({ action, chosen, onChoose }: OutcomeFilterProps) {
  const t = useTranslations('bulk');
  const there = outcomesShown.filter(
    (outcome) => outcome === chosen || action[outcomeLooks[outcome].counter] > 0,
  );
  return (
    <fieldset aria-label={t('byOutcome')} className="flex flex-wrap gap-1.5">
      {there.map((outcome) => (
        <ToggleChip
          key={outcome}
          icon={outcomeLooks[outcome].icon}
          label={t('chip', {
            outcome: t(`outcome.${outcome}`),
            count: action[outcomeLooks[outcome].counter],
          })}
          pressed={outcome === chosen}
          onToggle={() => onChoose(outcome === chosen ? null : outcome)}
        />
      ))}
    </fieldset>
  );
}
