'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useId, useState } from 'react';
import { Button } from '../ui/button.tsx';

interface Props {
  /** What has to be typed first, so that nobody does it by a slip */
  typing?: { label: string; isRight: (typed: string) => boolean; numeric?: boolean } | undefined;
  submit: string;
  danger?: boolean;
  pending: boolean;
  /** Why it came to nothing */
  failure: ReactNode;
  onCancel: () => void;
  onConfirm: () => void;
}

/** The end of a dialog that asks once more. */
export function ConfirmForm(props: Props) {
  const { typing, submit, danger = false, pending, failure, onCancel, onConfirm } = props;
  const t = useTranslations('common');
  const inputId = useId();
  const [typed, setTyped] = useState('');
  const ready = (typing === undefined || typing.isRight(typed.trim())) && !pending;
  return (
    <form
      className="mt-4 flex flex-col gap-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onConfirm();
      }}
    >
      {typing && (
        <>
          <label htmlFor={inputId}>{typing.label}</label>
          <input
            id={inputId}
            value={typed}
            inputMode={typing.numeric ? 'numeric' : undefined}
            autoComplete="off"
            onChange={(event) => setTyped(event.target.value)}
            className={`min-h-8 rounded-md border border-line-strong bg-surface px-2 ${typing.numeric ? 'w-32' : ''}`}
          />
        </>
      )}
      {failure}
      <div className="mt-3 flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{t('cancel')}</Button>
        <Button type="submit" look={danger ? 'danger' : 'primary'} disabled={!ready}>
          {submit}
        </Button>
      </div>
    </form>
  );
}
