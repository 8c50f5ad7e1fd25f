'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { useDenied } from '#components/layout/session-context';
import { Button, TextButton } from '#components/ui/button';
import { Archive, ArrowRightLeft, Send } from '#components/ui/icons';
import { isNothing, nothingSelected } from '#lib/client/lists/device-selection';
import type { DeviceList } from '../list/use-device-list.ts';
import type { BulkVerb } from './bulk-dialog.tsx';

const BulkDialog = dynamic(async () => (await import('./bulk-dialog.tsx')).BulkDialog);

/** How many devices are selected, a way to select all that match, and the bulk actions. */
export function SelectionBar({ list }: { list: DeviceList }) {
  const t = useTranslations('table.selection');
  const [verb, setVerb] = useState<BulkVerb>();
  const { selection, select, steady, table } = list;
  const total = steady?.page.total;
  const count = Object.keys(selection.ids).length;
  const isMore = total !== undefined && (!total.exact || total.value > count);
  const noteId = useId();
  const forAdmins = useDenied('admin');
  const denied = { report: useDenied('operator'), retire: forAdmins, move: forAdmins };
  const guard = (name: BulkVerb) => ({
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
      </span>
      <p id={noteId} className="text-muted text-sm empty:hidden">
        {denied.report ?? denied.retire}
      </p>
      {verb && <BulkDialog verb={verb} list={list} onClose={() => setVerb(undefined)} />}
    </section>
  );
}
