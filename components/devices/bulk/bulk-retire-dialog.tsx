'use client';

import { useTranslations } from 'next-intl';
import { ModalDialog } from '#components/ui/modal-dialog';
import { startBulkRetire } from '#lib/client/queries/bulk-queries';
import { useErrorText } from '../../layout/use-error-text.ts';
import type { DeviceList } from '../list/use-device-list.ts';
import { BulkConfirmForm, useBulkTarget } from './bulk-confirm-form.tsx';

/** Names how many devices are retired and what comes of it. */
export function BulkRetireDialog({ list, onClose }: { list: DeviceList; onClose: () => void }) {
  const t = useTranslations('table');
  const errorText = useErrorText();
  const { target, count, error } = useBulkTarget(list);
  const title = count === undefined ? t('counting') : t('bulk.retireTitle', { count });
  return (
    <ModalDialog title={title} open onClose={onClose}>
      <p className="mt-2">{t('bulk.retireEffect')}</p>
      <p className="mt-2">{t('bulk.retireObstacles')}</p>
      <p className="mt-2 text-muted">{t('bulk.retireUndo')}</p>
      {error && (
        <p role="alert" className="mt-2 text-bad">
          {errorText(error)}
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
