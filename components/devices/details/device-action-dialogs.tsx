'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ConfirmForm, FailureLine } from '#components/layout/action-form';
import { ModalDialog } from '#components/ui/modal-dialog';
import { moveAzureId, retireDevice } from '#lib/client/queries/device-queries';
import type { DeviceDetail } from '#lib/contract/device';
import { shownText } from '#lib/domain/text/shown-text';

interface Props {
  device: DeviceDetail;
  open: boolean;
  onClose: () => void;
}

/** Names the device and explains the effect of retiring it. */
export function RetireDialog({ device, open, onClose }: Props) {
  const t = useTranslations('device');
  const user = device.userDisplayName ?? device.userPrincipalName ?? t('aUser');
  const effect = device.channel === 'tag' ? 'retire.effectTag' : 'retire.effect';
  return (
    <ModalDialog title={t('retire.title', { name: shownText(device.name) })} open={open} onClose={onClose}>
      <p className="mt-2">
        {device.reportedVerdict === null ? t('retire.effectUnreported') : t(effect, { user })}
      </p>
      <p className="mt-2 text-muted">{t('retire.undo')}</p>
      <RetireForm device={device} onDone={onClose} />
    </ModalDialog>
  );
}

/** Asks for the name of the device, so that nobody retires one by mistake. */
function RetireForm({ device, onDone }: { device: DeviceDetail; onDone: () => void }) {
  const t = useTranslations('device.retire');
  const retire = useMutation({ ...retireDevice(useQueryClient(), device.id), onSuccess: onDone });
  return (
    <ConfirmForm
      typing={{
        label: t('confirmLabel', { name: shownText(device.name) }),
        isRight: (typed) => typed === device.name.trim(),
      }}
      submit={t('submit')}
      danger
      pending={retire.isPending}
      failure={<FailureLine error={retire.error} />}
      onCancel={onDone}
      onConfirm={() => retire.mutate()}
    />
  );
}

interface MoveAzureIdDialogProps {
  device: DeviceDetail;
  open: boolean;
  onClose: () => void;
}

/** Names the device and the feed that holds the Azure id, and explains the effect of the move. */
export function MoveAzureIdDialog({ device, open, onClose }: MoveAzureIdDialogProps) {
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
