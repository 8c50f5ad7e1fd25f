'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { rotateApiKey } from '#lib/client/queries/api-key-queries';
import type { ApiKey } from '#lib/contract/api-key';
import { shownText } from '#lib/domain/text/shown-text';
import { ModalDialog } from '../ui/modal-dialog.tsx';
import { KeyShown } from './key-shown.tsx';
import { RotateKeyForm } from './rotate-key-form.tsx';

interface Props {
  apiKey: ApiKey;
  url: string;
  open: boolean;
  onClose: () => void;
}

/** A new key in the place of one: how long both work, then the new one, once. */
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
