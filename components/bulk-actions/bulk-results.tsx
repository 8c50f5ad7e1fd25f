'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type Column, DataTable } from '#components/layout/data-table';
import { ListSkeleton } from '#components/layout/list-skeleton';
import { QueryError } from '#components/layout/load-error';
import { Pager } from '#components/layout/pager';
import { GivenText } from '#components/marks/given-text';
import { buttonClass, TextButton } from '#components/ui/button';
import { Download } from '#components/ui/icons';
import { Panel } from '#components/ui/panel';
import { ToggleChip } from '#components/ui/toggle-chip';
import { bulkItemParsers } from '#lib/client/lists/bulk-search';
import { bulkExportPath, bulkItemsQuery } from '#lib/client/queries/bulk-queries';
import type { BulkAction, BulkItem } from '#lib/contract/bulk-action';
import { type BulkOutcome, bulkReasons } from '#lib/domain/reports/bulk-action';
import { failureCodes } from '#lib/domain/reports/report-status';
import { shownText } from '#lib/domain/text/shown-text';
import { useListSearch } from '../layout/use-list-search.ts';
import { knownCause, useCauseWords } from '../marks/use-cause-words.ts';
import { resultsId } from './bulk-causes.tsx';
import { OutcomeStatus, outcomeLooks, outcomesShown } from './bulk-marks.tsx';

/** The outcome for each device. Filter and page are kept in the address. */
export function BulkResults({ action }: { action: BulkAction }) {
  const t = useTranslations('bulk');
  const { search, change } = useListSearch(bulkItemParsers);
  const query = useQuery(bulkItemsQuery(action, search));
  const { data, isError, isPlaceholderData } = query;
  return (
    <div id={resultsId} tabIndex={-1} className="flex scroll-mt-4 flex-col gap-4 rounded-lg">
      <Panel
        title={t('results')}
        flush
        aside={
          <a href={bulkExportPath(action, search)} download className={buttonClass('plain')}>
            <Download aria-hidden="true" size={15} />
            {t('export')}
          </a>
        }
      >
        <div className="border-line border-b p-3 empty:hidden">
          <OutcomeFilter
            action={action}
            chosen={search.outcome}
            onChoose={(outcome) => void change({ outcome, reason: null })}
          />
          {search.reason !== null && (
            <ChosenCause
              reason={search.reason}
              onClear={() => void change({ outcome: null, reason: null })}
            />
          )}
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
    </div>
  );
}

interface OutcomeFilterProps {
  action: BulkAction;
  chosen: BulkOutcome | null;
  onChoose: (outcome: BulkOutcome | null) => void;
}

/** The cause whose devices are shown, and a way back to all. */
function ChosenCause({ reason, onClear }: { reason: string; onClear: () => void }) {
  const t = useTranslations('bulk.causes');
  const { meaningOf } = useCauseWords();
  return (
    <p className="mt-2 flex flex-wrap items-baseline gap-x-3">
      <span>
        {t('chosen', { cause: knownCause(reason) === null ? shownText(reason) : meaningOf(reason) })}
      </span>
      <TextButton onClick={onClear}>{t('clear')}</TextButton>
    </p>
  );
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

function ItemTable({ items }: { items: BulkItem[] }) {
  const t = useTranslations('bulk');
  const columns: Column<BulkItem>[] = [
    {
      id: 'device',
      head: t('itemColumn.device'),
      width: 'w-[34%]',
      className: 'max-[56rem]:grow max-[56rem]:basis-2/5',
      cell: (item) => <ItemDevice item={item} />,
    },
    {
      id: 'outcome',
      head: t('itemColumn.outcome'),
      width: 'w-[18%]',
      cell: ({ outcome }) => <OutcomeStatus value={outcome} />,
    },
    {
      id: 'reason',
      head: t('itemColumn.reason'),
      width: 'w-[36%]',
      className: 'max-[56rem]:order-last max-[56rem]:basis-full max-[56rem]:empty:hidden',
      cell: (item) => <ItemReason item={item} />,
    },
    {
      id: 'report',
      head: t('itemColumn.report'),
      width: 'w-[12%]',
      className: 'max-[56rem]:empty:hidden',
      cell: (item) => <ItemReport item={item} />,
    },
  ];
  return <DataTable name={t('results')} columns={columns} rows={items} keyOf={({ deviceId }) => deviceId} />;
}

/** The device, or only its id if Tenko no longer knows it. */
function ItemDevice({ item: { deviceId, deviceName, feed, externalId } }: { item: BulkItem }) {
  if (deviceName === null) return <code className="text-muted text-xs">{deviceId}</code>;
  return (
    <>
      <Link href={`/devices/${deviceId}`} prefetch={false} className="rounded-md text-accent hover:underline">
        <GivenText text={deviceName} />
      </Link>
      <span className="block truncate text-muted text-xs max-[56rem]:hidden">
        <GivenText text={feed ?? ''} /> · <GivenText text={externalId ?? ''} />
      </span>
    </>
  );
}

/** The reason for the outcome: a sentence if Tenko knows the code, otherwise Microsoft's own code. */
function ItemReason({ item: { reason, detail } }: { item: BulkItem }) {
  const t = useTranslations('device.failure');
  const { meaningOf } = useCauseWords();
  if (reason === null) return null;
  const known = bulkReasons.find((name) => name === reason);
  if (known !== undefined) return meaningOf(known);
  const failure = failureCodes.find((name) => name === reason) ?? (detail === null ? 'other' : 'otherDetail');
  return t(failure, { code: reason, detail: detail ?? '' });
}

/** Links to the device's report, if there is one. */
function ItemReport({ item: { reportId, deviceName } }: { item: BulkItem }) {
  const t = useTranslations('bulk');
  if (reportId === null) return null;
  return (
    <Link href={`/reports/${reportId}`} prefetch={false} className="rounded-md text-accent hover:underline">
      {t('openReport')}
      <span className="sr-only">{t('openReportOf', { device: shownText(deviceName ?? '') })}</span>
    </Link>
  );
}
