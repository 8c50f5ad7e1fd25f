'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { ConfirmForm, FailureLine } from '#components/layout/action-form';
import { ModalDialog } from '#components/ui/modal-dialog';

interface Props {
  count: number;
  /** When they lose it */
  text: string;
  pending: boolean;
  onCancel: () => void;
  onConfirm: () => void;
}

/** Asks for the number of devices that lose access, so that nobody blocks a fleet by mistake. */
export function BrakeDialog({ count, text, pending, onCancel, onConfirm }: Props) {
  const t = useTranslations('policies.confirm');
  const format = useFormatter();
  return (
    <ModalDialog title={t('title', { count })} open onClose={onCancel}>
      <p className="mt-2">{text}</p>
      <ConfirmForm
        typing={{
          label: t('label', { count }),
          isRight: (typed) => [String(count), format.number(count)].includes(typed),
          numeric: true,
        }}
        submit={t('submit')}
        danger
        pending={pending}
        failure={<FailureLine error={null} />}
        onCancel={onCancel}
        onConfirm={onConfirm}
      />
    </ModalDialog>
  );
}
