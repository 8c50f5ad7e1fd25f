'use client';

import { Dialog } from '@base-ui/react/dialog';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { retireDevice } from '#lib/client/device-mutations';
import type { DeviceDetail } from '#lib/contract/device';
import { useErrorText } from '../layout/use-error-text.ts';
import { Button, buttonClass } from '../ui/button.tsx';

interface Props {
  device: DeviceDetail;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Names the device and the effect; asks for the name, so that nobody retires by a slip. */
export function RetireDialog({ device, open, onOpenChange }: Props) {
  const t = useTranslations();
  const textOf = useErrorText();
  const inputId = useId();
  const [typed, setTyped] = useState('');
  const retire = useMutation({
    ...retireDevice(useQueryClient(), device.id),
    onSuccess: () => change(false),
  });
  const user = device.userDisplayName ?? device.userPrincipalName ?? t('device.aUser');
  const confirmed = typed.trim() === device.name;

  function change(next: boolean) {
    setTyped('');
    retire.reset();
    onOpenChange(next);
  }

  return (
    <Dialog.Root open={open} onOpenChange={change}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/50" />
        <Dialog.Popup className="fixed top-1/2 left-1/2 z-50 max-h-[90dvh] w-[min(30rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-lg border border-line bg-surface p-5 shadow-2xl outline-none">
          <Dialog.Title className="font-semibold text-lg">
            {t('device.retire.title', { name: device.name })}
          </Dialog.Title>
          <Dialog.Description className="mt-2">
            {device.reportedVerdict === null
              ? t('device.retire.effectUnreported')
              : t('device.retire.effect', { user })}
          </Dialog.Description>
          <p className="mt-2 text-muted">{t('device.retire.undo')}</p>
          <form
            className="mt-4 flex flex-col gap-1.5"
            onSubmit={(event) => {
              event.preventDefault();
              if (confirmed) retire.mutate();
            }}
          >
            <label htmlFor={inputId}>{t('device.retire.confirmLabel', { name: device.name })}</label>
            <input
              id={inputId}
              value={typed}
              autoComplete="off"
              onChange={(event) => setTyped(event.target.value)}
              className="min-h-8 rounded-md border border-line-strong bg-surface px-2"
            />
            <p role="alert" className="text-bad empty:hidden">
              {retire.isError && textOf(retire.error)}
            </p>
            <div className="mt-3 flex flex-wrap justify-end gap-2">
              <Dialog.Close className={buttonClass('plain')}>{t('common.cancel')}</Dialog.Close>
              <Button type="submit" look="danger" disabled={!confirmed || retire.isPending}>
                {t('device.retire.submit')}
              </Button>
            </div>
          </form>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
