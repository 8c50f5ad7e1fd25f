'use client';

import { useTranslations } from 'next-intl';
import { startBulkMove } from '#lib/client/bulk-mutations';
import { useErrorText } from '../layout/use-error-text.ts';
import { ModalDialog } from '../ui/modal-dialog.tsx';
import { BulkConfirmForm } from './bulk-confirm-form.tsx';
import { useBulkTarget } from './use-bulk-target.ts';
import type { DeviceList } from './use-device-list.ts';

/** Names of how many devices the Azure ids are moved, and what comes of it. */
export function BulkMoveDialog({ list, onClose }: { list: DeviceList; onClose: () => void }) {
  const t = useTranslations('table');
  const textOf = useErrorText();
  const { target, count, error } = useBulkTarget(list);
  const title = count === undefined ? t('counting') : t('bulk.moveTitle', { count });
  return (
    <ModalDialog title={title} open onClose={onClose}>
      <p className="mt-2">{t('bulk.moveEffect')}</p>
      <p className="mt-2 text-muted">{t('bulk.moveObstacles')}</p>
      {error && (
        <p role="alert" className="mt-2 text-bad">
          {textOf(error)}
        </p>
      )}
      {count !== undefined && (
        <BulkConfirmForm
          {...{ list, target, count }}
          start={startBulkMove}
          submit={t('bulk.moveSubmit', { count })}
          onCancel={onClose}
        />
      )}
    </ModalDialog>
  );
}
