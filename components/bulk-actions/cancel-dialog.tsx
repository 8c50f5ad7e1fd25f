'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ActionForm, FailureLine } from '#components/layout/action-form';
import { ModalDialog } from '#components/ui/modal-dialog';
import { cancelBulkAction } from '#lib/client/queries/bulk-queries';
import type { BulkAction } from '#lib/contract/bulk-action';

/** Says how many devices stay as they are, and how many are finished first. */
export function CancelDialog({ action, onClose }: { action: BulkAction; onClose: () => void }) {
  const t = useTranslations('bulk.cancel');
  const cancel = useMutation(cancelBulkAction(useQueryClient(), action));
  return (
    <ModalDialog title={t('title')} open onClose={onClose}>
      <ActionForm
        submit={t('submit')}
        danger
        cancel={t('keep')}
        pending={cancel.isPending}
        failure={<FailureLine error={cancel.error} />}
        className="mt-2"
        onCancel={onClose}
        onSubmit={() => cancel.mutate(undefined, { onSuccess: onClose })}
      >
        <p>{t('left', { count: action.waiting })}</p>
        <p>{t('underWay', { count: action.underWay })}</p>
      </ActionForm>
    </ModalDialog>
  );
}
