'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { retireDevice } from '#lib/client/device-mutations';
import type { DeviceDetail } from '#lib/contract/device';
import { useErrorText } from '../layout/use-error-text.ts';
import { Button } from '../ui/button.tsx';

/** Asks for the device's name, so that nobody retires one by a slip. */
export function RetireForm({ device, onDone }: { device: DeviceDetail; onDone: () => void }) {
  const t = useTranslations();
  const textOf = useErrorText();
  const inputId = useId();
  const [typed, setTyped] = useState('');
  const retire = useMutation({ ...retireDevice(useQueryClient(), device.id), onSuccess: onDone });
  const confirmed = typed.trim() === device.name.trim();
  return (
    <form
      className="mt-4 flex flex-col gap-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (confirmed && !retire.isPending) retire.mutate();
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
        <Button onClick={onDone}>{t('common.cancel')}</Button>
        <Button type="submit" look="danger" disabled={!confirmed || retire.isPending}>
          {t('device.retire.submit')}
        </Button>
      </div>
    </form>
  );
}
