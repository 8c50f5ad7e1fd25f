'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { FailureLine } from '#components/layout/action-form';
import { ConfirmForm } from '#components/layout/confirm-form';
import { ModalDialog } from '#components/ui/modal-dialog';
import { moveAzureId } from '#lib/client/queries/device-queries';
import type { DeviceDetail } from '#lib/contract/device';
import { shownText } from '#lib/domain/text/shown-text';

interface Props {
  device: DeviceDetail;
  open: boolean;
  onClose: () => void;
}

/** Names the device and the feed that holds the Azure id, and explains the effect of the move. */
export function MoveAzureIdDialog({ device, open, onClose }: Props) {
  const t = useTranslations('device.moveAzureId');
  const move = useMutation({ ...moveAzureId(useQueryClient(), device.id), onSuccess: onClose });
  const feed = shownText(device.azureIdTakenBy ?? '');
  return (
    <ModalDialog title={t('title', { name: shownText(device.name) })} open={open} onClose={onClose}>
      <p className="mt-2">{t('effect', { feed })}</p>
      <p className="mt-2 text-muted">{t('undo')}</p>
      <ConfirmForm
        submit={t('submit')}
        pending={move.isPending}
        failure={<FailureLine error={move.error} />}
        onCancel={onClose}
        onConfirm={() => move.mutate()}
      />
    </ModalDialog>
  );
}
