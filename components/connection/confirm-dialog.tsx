'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type ConnectionVerb, changeConnection } from '#lib/client/queries/connection-mutations';
import type { ProvisionAnswer } from '#lib/contract/connection';
import { ConfirmForm } from '../layout/confirm-form.tsx';
import { ModalDialog } from '../ui/modal-dialog.tsx';
import { ActionFailure } from './action-failure.tsx';

export interface ConfirmProps {
  open: boolean;
  onClose: () => void;
  onDone: (warnings: ProvisionAnswer['warnings']) => void;
}

interface Props extends ConfirmProps {
  verb: ConnectionVerb;
  title: string;
  submit: string;
  danger?: boolean;
  /** To be typed first, so that nobody does it by a slip */
  word?: string;
  /** What will happen */
  children: ReactNode;
}

/** Names the effect of an action and asks for it once more. */
export function ConfirmDialog(props: Props) {
  const { verb, title, open, onClose, onDone, children, word, ...form } = props;
  const t = useTranslations('connection');
  const change = useMutation(changeConnection(useQueryClient(), verb));
  const close = () => {
    change.reset();
    onClose();
  };
  return (
    <ModalDialog title={title} open={open} onClose={close}>
      <div className="mt-2 flex flex-col gap-2">{children}</div>
      <ConfirmForm
        {...form}
        typing={
          word === undefined
            ? undefined
            : { label: t('confirmLabel', { word }), isRight: (typed) => typed === word }
        }
        pending={change.isPending}
        failure={<ActionFailure error={change.error} />}
        onCancel={close}
        onConfirm={() =>
          change.mutate(undefined, {
            onSuccess: ({ warnings = [] }) => {
              onDone(warnings);
              close();
            },
          })
        }
      />
    </ModalDialog>
  );
}
