'use client';

import type { UseMutationResult } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { ModalDialog } from '#components/ui/modal-dialog';
import { ConfirmForm, FailureLine } from './action-form.tsx';

interface Props {
  title: string;
  submit: string;
  remove: UseMutationResult<unknown, Error, void>;
  /** The list that is shown afterwards: the page of what was deleted is gone */
  listPath:
    | '/alerts'
    | '/alerts/exports'
    | '/alerts/rules'
    | '/feeds'
    | '/policies'
    | '/policies/version-lists';
  onClose: () => void;
  /** What is lost, and what stays */
  children: ReactNode;
}

/** Asks before the thing that a page is about is deleted, and then leads to the list. */
export function DeleteDialog({ title, submit, remove, listPath, onClose, children }: Props) {
  const router = useRouter();
  return (
    <ModalDialog title={title} open onClose={onClose}>
      {children}
      <ConfirmForm
        submit={submit}
        danger
        pending={remove.isPending}
        failure={<FailureLine error={remove.error} />}
        onCancel={onClose}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => router.push(listPath) })}
      />
    </ModalDialog>
  );
}
