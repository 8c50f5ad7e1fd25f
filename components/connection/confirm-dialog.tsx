'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type ConnectionVerb, changeConnection } from '#lib/client/connection-mutations';
import type { ProvisionAnswer } from '#lib/contract/connection';
import { ModalDialog } from '../ui/modal-dialog.tsx';
import { ConfirmForm } from './confirm-form.tsx';

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
export function ConfirmDialog({ verb, title, open, onClose, onDone, children, ...form }: Props) {
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
        pending={change.isPending}
        error={change.error}
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
