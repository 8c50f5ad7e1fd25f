'use client';

import { useTranslations } from 'next-intl';
import { ModalDialog } from '#components/ui/modal-dialog';
import { startBulkMove } from '#lib/client/queries/bulk-queries';
import { useErrorText } from '../../layout/use-error-text.ts';
import type { DeviceList } from '../list/use-device-list.ts';
import { BulkConfirmForm, useBulkTarget } from './bulk-confirm-form.tsx';

/** Names of how many devices the Azure ids are moved, and what comes of it. */
export function BulkMoveDialog({ list, onClose }: { list: DeviceList; onClose: () => void }) {
  const t = useTranslations('table');
  const errorText = useErrorText();
  const { target, count, error } = useBulkTarget(list);
  const title = count === undefined ? t('counting') : t('bulk.moveTitle', { count });
  return (
    <ModalDialog title={title} open onClose={onClose}>
      <p className="mt-2">{t('bulk.moveEffect')}</p>
      <p className="mt-2 text-muted">{t('bulk.moveObstacles')}</p>
      {error && (
        <p role="alert" className="mt-2 text-bad">
          {errorText(error)}
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
