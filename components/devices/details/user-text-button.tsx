'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button';
import { Mail } from '#components/ui/icons';
import { ModalDialog } from '#components/ui/modal-dialog';
import type { DeviceDetail } from '#lib/contract/device';

const UserText = dynamic(() => import('./user-text.tsx').then((file) => file.UserText));

/** A mail to the device's user: for the help desk to paste. */
export function UserTextButton({ device }: { device: DeviceDetail }) {
  const t = useTranslations('device.forUser');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Mail aria-hidden="true" size={14} />
        {t('open')}
      </Button>
      <ModalDialog title={t('title')} open={open} onClose={() => setOpen(false)} wide>
        <UserText device={device} onClose={() => setOpen(false)} />
      </ModalDialog>
    </>
  );
}
