'use client';

import { type ReactNode, useState } from 'react';
import { TextField } from '#components/ui/text-field';
import { ActionForm } from './action-form.tsx';

interface Props {
  /** What to type first, so that nobody confirms by accident */
  typing?: { label: string; isRight: (typed: string) => boolean; numeric?: boolean } | undefined;
  submit: string;
  danger?: boolean;
  pending: boolean;
  /** Why the action failed */
  failure: ReactNode;
  onCancel: () => void;
  onConfirm: () => void;
}

/** The end of a dialog that asks for confirmation. */
export function ConfirmForm({ typing, onConfirm, ...form }: Props) {
  const [typed, setTyped] = useState('');
  const ready = typing === undefined || typing.isRight(typed.trim());
  return (
    <ActionForm {...form} ready={ready} className="mt-5" onSubmit={onConfirm}>
      {typing && (
        <TextField
          label={typing.label}
          value={typed}
          onChange={setTyped}
          inputMode={typing.numeric ? 'numeric' : undefined}
          className={typing.numeric ? 'w-32' : ''}
        />
      )}
    </ActionForm>
  );
}
