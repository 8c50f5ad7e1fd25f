'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { ActionForm, FailureLine } from '#components/layout/action-form';
import { ModalDialog } from '#components/ui/modal-dialog';
import { SelectBox } from '#components/ui/select-box';
import { rotateApiKey } from '#lib/client/queries/api-key-queries';
import type { ApiKey } from '#lib/contract/api-key';
import { shownText } from '#lib/domain/text/shown-text';
import { KeyShown } from './key-shown.tsx';

interface Props {
  apiKey: ApiKey;
  url: string;
  open: boolean;
  onClose: () => void;
}

/** Asks how long both keys work, then shows the new one. */
export function RotateKeyDialog({ apiKey, url, open, onClose }: Props) {
  const t = useTranslations('apiKeys');
  const rotate = useMutation(rotateApiKey(useQueryClient(), apiKey.id));
  const made = rotate.data;
  const { name } = apiKey;
  const close = () => {
    rotate.reset();
    onClose();
  };
  const title = made
    ? t('shown.title', { name: shownText(name) })
    : t('rotate.title', { name: shownText(name) });
  return (
    <ModalDialog title={title} open={open} onClose={close}>
      {made ? (
        <KeyShown made={made} url={url} onClose={close} />
      ) : (
        <RotateKeyForm
          pending={rotate.isPending}
          error={rotate.error}
          onCancel={close}
          onRotate={(overlapHours) => rotate.mutate({ overlapHours })}
        />
      )}
    </ModalDialog>
  );
}

const overlaps = ['0', '1', '24', '168'] as const;

interface RotateKeyFormProps {
  pending: boolean;
  error: Error | null;
  onCancel: () => void;
  onRotate: (overlapHours: number) => void;
}

function RotateKeyForm({ pending, error, onCancel, onRotate }: RotateKeyFormProps) {
  const t = useTranslations('apiKeys.rotate');
  const id = useId();
  const [overlap, setOverlap] = useState<(typeof overlaps)[number]>('24');
  return (
    <ActionForm
      submit={t('submit')}
      pending={pending}
      failure={<FailureLine error={error} />}
      className="mt-2"
      onCancel={onCancel}
      onSubmit={() => onRotate(Number(overlap))}
    >
      <p>{t('effect')}</p>
      <div className="mt-1 flex flex-col gap-1">
        <label htmlFor={id} className="font-medium">
          {t('overlap')}
        </label>
        <SelectBox
          id={id}
          value={overlap}
          choices={overlaps.map((value) => ({ value, label: t('hours', { hours: Number(value) }) }))}
          onChoose={setOverlap}
        />
        <p className="text-muted text-sm">{t('overlapNote')}</p>
      </div>
    </ActionForm>
  );
}
