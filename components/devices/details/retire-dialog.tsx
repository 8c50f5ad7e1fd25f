'use client';

import { useTranslations } from 'next-intl';
import { ModalDialog } from '#components/ui/modal-dialog';
import type { DeviceDetail } from '#lib/contract/device';
import { shownText } from '#lib/domain/text/shown-text';
import { RetireForm } from './retire-form.tsx';

interface Props {
  device: DeviceDetail;
  open: boolean;
  onClose: () => void;
}

/** Names the device and the effect of retiring it. */
export function RetireDialog({ device, open, onClose }: Props) {
  const t = useTranslations('device');
  const user = device.userDisplayName ?? device.userPrincipalName ?? t('aUser');
  return (
    <ModalDialog title={t('retire.title', { name: shownText(device.name) })} open={open} onClose={onClose}>
      <p className="mt-2">
        {device.reportedVerdict === null ? t('retire.effectUnreported') : t('retire.effect', { user })}
      </p>
      <p className="mt-2 text-muted">{t('retire.undo')}</p>
      <RetireForm device={device} onDone={onClose} />
    </ModalDialog>
  );
}
