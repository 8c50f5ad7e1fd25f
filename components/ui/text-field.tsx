'use client';

import { useTranslations } from 'next-intl';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { useFieldProblem } from './field-problem.tsx';

interface Props extends Omit<ComponentProps<'input'>, 'id' | 'value' | 'onChange'> {
  label: ReactNode;
  /** A heading of a form with several fields, rather than a sentence */
  heading?: boolean;
  /** An explanation below the field */
  note?: ReactNode;
  /** Why the value is not accepted */
  error?: ReactNode;
  /** Why the form cannot be sent with this value: said once somebody tries to */
  problem?: string | null;
  value: string;
  onChange: (value: string) => void;
}

/** One line of text with its label. `required`: without a value, that is its problem. */
export function TextField({
  label,
  heading = false,
  note,
  error: given,
  problem = null,
  value,
  onChange,
  className = '',
  ...input
}: Props) {
  const t = useTranslations('common');
  const id = useId();
  const isMissing = input.required === true && value.trim() === '';
  const { ref, shown, onInvalid, onChanged } = useFieldProblem<HTMLInputElement>(
    isMissing ? t('required') : problem,
  );
  const error = shown ?? given;
  const described = [note === undefined ? [] : `${id}note`, error ? `${id}error` : []].flat();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className={heading ? 'font-medium' : undefined}>
        {label}
      </label>
      <input
        {...input}
        ref={ref}
        id={id}
        value={value}
        autoComplete="off"
        aria-describedby={described.length === 0 ? undefined : described.join(' ')}
        aria-invalid={error ? true : undefined}
        onChange={({ target }) => {
          onChanged();
          onChange(target.value);
        }}
        onInvalid={onInvalid}
        className={`min-h-8 rounded-md border border-line-strong bg-surface px-2 ${className}`}
      />
      {note !== undefined && (
        <p id={`${id}note`} className="text-muted text-sm">
          {note}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}error`} role="alert" className="text-bad text-sm empty:hidden">
          {error}
        </p>
      )}
    </div>
  );
}
