'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { retireDevice } from '#lib/client/device-mutations';
import type { DeviceDetail } from '#lib/contract/device';
import { shownText } from '#lib/domain/shown-text';
import { ConfirmForm } from '../layout/confirm-form.tsx';
import { FailureLine } from '../layout/failure-line.tsx';

/** Asks for the device's name, so that nobody retires one by a slip. */
export function RetireForm({ device, onDone }: { device: DeviceDetail; onDone: () => void }) {
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
