'use client';

import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { ActionFailure } from './action-failure.tsx';

interface Props {
  submit: string;
  danger?: boolean;
  word?: string;
  pending: boolean;
  error: Error | null;
  onCancel: () => void;
  onConfirm: () => void;
}

export function ConfirmForm({ submit, danger = false, word, pending, error, onCancel, onConfirm }: Props) {
  const t = useTranslations();
  const inputId = useId();
  const [typed, setTyped] = useState('');
  const ready = (word === undefined || typed.trim() === word) && !pending;
  return (
    <form
      className="mt-4 flex flex-col gap-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onConfirm();
      }}
    >
      {word !== undefined && (
        <>
          <label htmlFor={inputId}>{t('connection.confirmLabel', { word })}</label>
          <input
            id={inputId}
            value={typed}
            autoComplete="off"
            onChange={(event) => setTyped(event.target.value)}
            className="min-h-8 rounded-md border border-line-strong bg-surface px-2"
          />
        </>
      )}
      <ActionFailure error={error} />
      <div className="mt-3 flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{t('common.cancel')}</Button>
        <Button type="submit" look={danger ? 'danger' : 'primary'} disabled={!ready}>
          {submit}
        </Button>
      </div>
    </form>
  );
}
