'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { type Column, DataTable } from '#components/layout/data-table';
import { QueryError } from '#components/layout/load-error';
import { GivenText } from '#components/marks/given-text';
import { Button, TextButton } from '#components/ui/button';
import { Panel } from '#components/ui/panel';
import { bulkItemParsers } from '#lib/client/lists/bulk-search';
import { bulkCausesQuery } from '#lib/client/queries/bulk-queries';
import type { BulkAction, BulkCause } from '#lib/contract/bulk-action';
import { useListSearch } from '../layout/use-list-search.ts';
import { knownCause, useCauseWords } from '../marks/use-cause-words.ts';
import { OutcomeStatus } from './bulk-marks.tsx';

/** More are shown by a button. */
const shownAtFirst = 5;

/** Why devices failed or were not possible: each cause with its number of devices, and what to do about it. */
export function BulkCauses({ action }: { action: BulkAction }) {
  const t = useTranslations('bulk.causes');
  const isClean = action.failed + action.notPossible === 0;
  const query = useQuery({ ...bulkCausesQuery(action), enabled: !isClean });
  const [all, setAll] = useState(false);
  const causes = query.data?.items ?? [];
  if (isClean || (causes.length === 0 && !query.isError)) return null;
  const shown = all ? causes : causes.slice(0, shownAtFirst);
  return (
    <Panel title={t('title')} flush>
      <QueryError query={query} />
      <p className="px-4 py-2 text-muted text-sm">{t('text')}</p>
      {shown.length > 0 && <CauseTable causes={shown} />}
      {shown.length < causes.length && (
        <p className="px-4 py-2">
          <Button onClick={() => setAll(true)}>{t('all', { count: causes.length - shown.length })}</Button>
        </p>
      )}
    </Panel>
  );
}

function CauseTable({ causes }: { causes: BulkCause[] }) {
  const t = useTranslations('bulk.causes');
  const fixOf = useFix();
  const columns: Column<BulkCause>[] = [
    {
      id: 'devices',
      head: t('column.devices'),
      width: 'w-[20%]',
      cell: (cause) => <CauseCount cause={cause} />,
    },
    {
      id: 'cause',
      head: t('column.cause'),
      width: 'w-[40%]',
      className: 'sheet-first',
      cell: (cause) => <CauseMeaning cause={cause} />,
    },
    {
      id: 'fix',
      head: t('column.fix'),
      width: 'w-[40%]',
      className: 'max-[56rem]:basis-full',
      label: t('column.fix'),
      cell: ({ reason }) => fixOf(reason),
    },
  ];
  return (
    <DataTable
      name={t('title')}
      columns={columns}
      rows={causes}
      keyOf={({ outcome, reason }) => `${outcome} ${reason}`}
    />
  );
}

function useFix() {
  const t = useTranslations('bulk.fix');
  return (cause: string) => {
    const name = knownCause(cause) ?? 'other';
    return name === 'nobody_to_tell' ? null : t(name);
  };
}

/** How many devices, and a button that shows them among the results. */
function CauseCount({ cause: { outcome, reason, count } }: { cause: BulkCause }) {
  const t = useTranslations('bulk');
  const { meaningOf, amountOf } = useCauseWords();
  const { change } = useListSearch(bulkItemParsers);
  const show = async () => {
    await change({ outcome, reason });
    document.getElementById(resultsId)?.focus();
  };
  return (
    <>
      <span className="me-2 font-semibold">{amountOf(count)}</span>
      <span className="block max-[56rem]:inline">
        <OutcomeStatus value={outcome} />
      </span>
      <TextButton onClick={() => void show()}>
        {t('causes.show')}
        <span className="sr-only">{t('causes.showOf', { cause: meaningOf(reason) })}</span>
      </TextButton>
    </>
  );
}

/** Takes the focus once a cause is chosen. */
export const resultsId = 'bulk-results';

function CauseMeaning({ cause: { reason, detail } }: { cause: BulkCause }) {
  const { meaningOf } = useCauseWords();
  return (
    <>
      <span className="block">{meaningOf(reason)}</span>
      {detail !== null && knownCause(reason) === null && (
        <q className="block text-muted text-sm">
          <GivenText text={detail} />
        </q>
      )}
      <code className="text-muted text-xs" translate="no">
        {reason}
      </code>
    </>
  );
}
