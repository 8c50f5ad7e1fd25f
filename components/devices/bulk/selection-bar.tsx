'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { Button, TextButton } from '#components/ui/button';
import { Archive, ArrowRightLeft, Send } from '#components/ui/icons';
import { isNothing, nothingSelected } from '#lib/client/lists/device-selection';
import { useDenied } from '../../layout/use-denied.ts';
import type { DeviceList } from '../list/use-device-list.ts';

const BulkReportDialog = dynamic(async () => (await import('./bulk-report-dialog.tsx')).BulkReportDialog);
const BulkRetireDialog = dynamic(async () => (await import('./bulk-retire-dialog.tsx')).BulkRetireDialog);
const BulkMoveDialog = dynamic(async () => (await import('./bulk-move-dialog.tsx')).BulkMoveDialog);
const dialogs = { report: BulkReportDialog, retire: BulkRetireDialog, move: BulkMoveDialog } as const;

/** How many are chosen, the way to all that match, and what can be done with them. */
export function TableSelection({ list }: { list: DeviceList }) {
  const t = useTranslations('table.selection');
  const [dialog, setDialog] = useState<keyof typeof dialogs>();
  const { selection, select, steady, table } = list;
  const total = steady?.page.total;
  const count = Object.keys(selection.ids).length;
  const isMore = total !== undefined && (!total.exact || total.value > count);
  const noteId = useId();
  const forAdmins = useDenied('admin');
  const denied = { report: useDenied('operator'), retire: forAdmins, move: forAdmins };
  const guard = (verb: keyof typeof dialogs) => ({
    disabled: denied[verb] !== null,
    'aria-describedby': noteId,
    onClick: () => setDialog(verb),
  });
  const close = () => setDialog(undefined);
  const Dialog = dialog && dialogs[dialog];
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
      {Dialog && <Dialog list={list} onClose={close} />}
    </section>
  );
}
