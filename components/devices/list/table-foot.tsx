'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { Pager } from '#components/layout/pager';
import { useDenied } from '#components/layout/session-context';
import { Button, TextButton } from '#components/ui/button';
import { Archive, ArrowRightLeft, Send, Tag } from '#components/ui/icons';
import { pageSizes } from '#lib/client/lists/device-search';
import { isNothing, nothingSelected } from '#lib/client/lists/device-selection';
import type { BulkVerb } from '../bulk/bulk-forecast.tsx';
import type { DeviceList } from './use-device-list.ts';

/** Below the rows: the selection and the pager. */
export function TableFoot({ list }: { list: DeviceList }) {
  return (
    <footer className="flex min-h-8 flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <SelectionBar list={list} />
      <div className="ms-auto flex flex-wrap items-center justify-end gap-x-4 gap-y-2">
        <TablePageSize list={list} />
        <DevicePager list={list} />
      </div>
    </footer>
  );
}

/** How many rows a page has; saved as a preference. */
function TablePageSize({ list }: { list: DeviceList }) {
  const t = useTranslations('table');
  const id = useId();
  const { search, change, changePreference } = list;
  return (
    <span className="inline-flex items-center gap-2">
      <label htmlFor={id} className="text-muted text-sm">
        {t('pageSize')}
      </label>
      <select
        id={id}
        value={search.limit}
        onChange={({ target }) => {
          const limit = pageSizes.find((size) => size === Number(target.value));
          if (limit === undefined) return;
          changePreference({ pageSize: limit });
          void change({ limit });
        }}
        className="min-h-8 rounded-md border border-line-strong bg-surface px-1.5"
      >
        {pageSizes.map((size) => (
          <option key={size} value={size}>
            {size}
          </option>
        ))}
      </select>
    </span>
  );
}

function DevicePager({ list }: { list: DeviceList }) {
  const { search, steady, query } = list;
  if (!steady) return null;
  return (
    <Pager
      cursor={search.cursor}
      prevCursor={steady.page.prevCursor}
      nextCursor={steady.page.nextCursor}
      loading={query.isPlaceholderData}
      onGo={list.goTo}
    />
  );
}

const BulkDialog = dynamic(async () => (await import('../bulk/bulk-dialog.tsx')).BulkDialog);
const BulkTagDialog = dynamic(async () => (await import('../bulk/bulk-tag-dialog.tsx')).BulkTagDialog);

/** How many devices are selected, a way to select all that match, and the bulk actions. */
function SelectionBar({ list }: { list: DeviceList }) {
  const t = useTranslations('table.selection');
  const [verb, setVerb] = useState<BulkVerb | 'tag'>();
  const { selection, select, steady, table } = list;
  const total = steady?.page.total;
  const count = Object.keys(selection.ids).length;
  const isMore = total !== undefined && (!total.exact || total.value > count);
  const noteId = useId();
  const forAdmins = useDenied('admin');
  const forOperators = useDenied('operator');
  const denied = { report: forOperators, tag: forOperators, retire: forAdmins, move: forAdmins };
  const guard = (name: BulkVerb | 'tag') => ({
    disabled: denied[name] !== null,
    'aria-describedby': noteId,
    onClick: () => setVerb(name),
  });
  if (isNothing(selection)) return null;
  return (
    <section aria-label={t('title')} className="selection-bar">
      <p role="status" className="font-medium">
        {!selection.everything && t('count', { count })}
        {selection.everything &&
          (total?.exact ? t('all', { count: total.value }) : t('allMoreThan', { count: total?.value ?? 0 }))}
      </p>
      {!selection.everything && isMore && table.getIsAllRowsSelected() && (
        <TextButton onClick={() => select({ ids: {}, everything: true })}>
          {total.exact
            ? t('selectAll', { count: total.value })
            : t('selectAllMoreThan', { count: total.value })}
        </TextButton>
      )}
      <TextButton onClick={() => select(nothingSelected)}>{t('clear')}</TextButton>
      <span className="flex flex-wrap gap-2">
        <Button look="primary" {...guard('report')}>
          <Send aria-hidden="true" size={14} />
          {t('report')}
        </Button>
        <Button {...guard('retire')}>
          <Archive aria-hidden="true" size={14} />
          {t('retire')}
        </Button>
        <Button {...guard('move')}>
          <ArrowRightLeft aria-hidden="true" size={14} />
          {t('moveAzureIds')}
        </Button>
        <Button {...guard('tag')}>
          <Tag aria-hidden="true" size={14} />
          {t('tags')}
        </Button>
      </span>
      <p id={noteId} className="text-muted text-sm empty:hidden">
        {denied.report ?? denied.retire}
      </p>
      {verb === 'tag' && <BulkTagDialog list={list} onClose={() => setVerb(undefined)} />}
      {verb && verb !== 'tag' && <BulkDialog verb={verb} list={list} onClose={() => setVerb(undefined)} />}
    </section>
  );
}
