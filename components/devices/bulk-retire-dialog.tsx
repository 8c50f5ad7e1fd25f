'use client';

import { useTranslations } from 'next-intl';
import { startBulkRetire } from '#lib/client/bulk-mutations';
import { useErrorText } from '../layout/use-error-text.ts';
import { ModalDialog } from '../ui/modal-dialog.tsx';
import { BulkConfirmForm } from './bulk-confirm-form.tsx';
import { useBulkTarget } from './use-bulk-target.ts';
import type { DeviceList } from './use-device-list.ts';

/** Names how many devices are retired and what comes of it. */
export function BulkRetireDialog({ list, onClose }: { list: DeviceList; onClose: () => void }) {
  const t = useTranslations('table');
  const textOf = useErrorText();
  const { target, count, error } = useBulkTarget(list);
  const title = count === undefined ? t('counting') : t('bulk.retireTitle', { count });
  return (
    <ModalDialog title={title} open onClose={onClose}>
      <p className="mt-2">{t('bulk.retireEffect')}</p>
      <p className="mt-2">{t('bulk.retireObstacles')}</p>
      <p className="mt-2 text-muted">{t('bulk.retireUndo')}</p>
      {error && (
        <p role="alert" className="mt-2 text-bad">
          {textOf(error)}
        </p>
      )}
      {count !== undefined && (
        <BulkConfirmForm
          {...{ list, target, count }}
          start={startBulkRetire}
          submit={t('bulk.retireSubmit', { count })}
          danger
          onCancel={onClose}
        />
      )}
    </ModalDialog>
  );
}
