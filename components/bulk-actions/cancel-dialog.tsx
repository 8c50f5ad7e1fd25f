'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { cancelBulkAction } from '#lib/client/queries/bulk-queries';
import type { BulkAction } from '#lib/contract/bulk-action';
import { FailureLine } from '../layout/failure-line.tsx';
import { Button } from '../ui/button.tsx';
import { ModalDialog } from '../ui/modal-dialog.tsx';

/** Names what is left undone, and what still ends. */
export function CancelDialog({ action, onClose }: { action: BulkAction; onClose: () => void }) {
  const t = useTranslations('bulk.cancel');
  const cancel = useMutation(cancelBulkAction(useQueryClient(), action));
  return (
    <ModalDialog title={t('title')} open onClose={onClose}>
      <div className="mt-2 flex flex-col gap-2">
        <p>{t('left', { count: action.waiting })}</p>
        <p>{t('underWay', { count: action.underWay })}</p>
        <FailureLine error={cancel.error} />
      </div>
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{t('keep')}</Button>
        <Button
          look="danger"
          disabled={cancel.isPending}
          onClick={() => cancel.mutate(undefined, { onSuccess: onClose })}
        >
          {t('submit')}
        </Button>
      </div>
    </ModalDialog>
  );
}
