'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useId, useRef, useState } from 'react';
import { FailureLine } from '#components/layout/action-form';
import { Button } from '#components/ui/button';
import { FieldProblem, isReadyToSend } from '#components/ui/field-problem';
import { noteBounds } from '#lib/domain/devices/device-tags';

interface Props {
  label: string;
  submit: string;
  initial: string;
  /** Starts with the focus, at the end of the text */
  focused: boolean;
  pending: boolean;
  error: Error | null;
  onSave: (text: string) => void;
  /** Left out: there is nothing to go back to */
  onCancel?: () => void;
}

/** The text of a note. Ctrl+Enter saves it; Esc goes back. */
export function NoteForm({ label, submit, initial, focused, pending, error, onSave, onCancel }: Props) {
  const t = useTranslations('device.notes');
  const common = useTranslations('common');
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(initial);
  const isMissing = text.trim() === '';
  useEffect(() => {
    if (!focused) return;
    field.current?.focus();
    field.current?.setSelectionRange(initial.length, initial.length);
  }, [focused, initial.length]);
  const save = (form: HTMLFormElement | null) => {
    if (!pending && form !== null && isReadyToSend(form)) onSave(text.trim());
  };
  return (
    <form
      noValidate
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        save(event.currentTarget);
      }}
    >
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <FieldProblem problem={isMissing ? common('required') : null}>
        <textarea
          ref={field}
          id={id}
          aria-describedby={`${id}note`}
          value={text}
          rows={Math.min(12, Math.max(2, text.split('\n').length))}
          maxLength={noteBounds.letters}
          onChange={({ target }) => setText(target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              save(event.currentTarget.form);
            } else if (event.key === 'Escape' && onCancel) {
              event.stopPropagation();
              onCancel();
            }
          }}
          className="w-full rounded-md border border-line-strong bg-surface px-2 py-1"
        />
      </FieldProblem>
      <p id={`${id}note`} className="text-muted text-sm">
        {t('note')}
      </p>
      <FailureLine error={error} />
      {(text.trim() !== '' || onCancel) && (
        <div className="flex flex-wrap justify-end gap-2">
          {onCancel && <Button onClick={onCancel}>{common('cancel')}</Button>}
          <Button type="submit" look="primary" disabled={pending}>
            {submit}
          </Button>
        </div>
      )}
    </form>
  );
}
