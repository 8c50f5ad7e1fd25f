'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ConfirmForm } from '#components/layout/confirm-form';
import { FailureLine } from '#components/layout/failure-line';
import { retireDevice } from '#lib/client/queries/device-mutations';
import type { DeviceDetail } from '#lib/contract/device';
import { shownText } from '#lib/domain/text/shown-text';

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
