'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { createApiKey } from '#lib/client/queries/api-key-queries';
import { shownText } from '#lib/domain/text/shown-text';
import { ModalDialog } from '../ui/modal-dialog.tsx';
import { CreateKeyForm } from './create-key-form.tsx';
import { KeyShown } from './key-shown.tsx';

interface Props {
  url: string;
  open: boolean;
  onClose: () => void;
}

/** What the key is for; then the key, once. */
export function CreateKeyDialog({ url, open, onClose }: Props) {
  const t = useTranslations('apiKeys');
  const create = useMutation(createApiKey(useQueryClient()));
  const made = create.data;
  const close = () => {
    create.reset();
    onClose();
  };
  const title = made ? t('shown.title', { name: shownText(made.name) }) : t('create.title');
  return (
    <ModalDialog title={title} open={open} onClose={close}>
      {made ? (
        <KeyShown made={made} url={url} onClose={close} />
      ) : (
        <CreateKeyForm
          pending={create.isPending}
          error={create.error}
          onCancel={close}
          onCreate={(input) => create.mutate(input)}
        />
      )}
    </ModalDialog>
  );
}
