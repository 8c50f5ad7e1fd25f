'use client';

import { useTranslations } from 'next-intl';
import { type ComponentProps, type ReactNode, useId, useState } from 'react';

interface Props extends Omit<ComponentProps<'input'>, 'id' | 'value' | 'onChange'> {
  label: ReactNode;
  /** A heading of a form with several fields, rather than a sentence */
  heading?: boolean;
  /** An explanation below the field */
  note?: ReactNode;
  /** Why the value is not accepted */
  error?: ReactNode;
  value: string;
  onChange: (value: string) => void;
}

/** One line of text with its label. `required`: says so itself when the form is sent without it. */
export function TextField({
  label,
  heading = false,
  note,
  error: given,
  value,
  onChange,
  className = '',
  ...input
}: Props) {
  const t = useTranslations('common');
  const id = useId();
  const [isMissing, setMissing] = useState(false);
  const error = isMissing ? t('required') : given;
  const described = [note === undefined ? [] : `${id}note`, error ? `${id}error` : []].flat();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className={heading ? 'font-medium' : undefined}>
        {label}
      </label>
      <input
        {...input}
        id={id}
        value={value}
        autoComplete="off"
        aria-describedby={described.length === 0 ? undefined : described.join(' ')}
        aria-invalid={error ? true : undefined}
        onChange={({ target }) => {
          setMissing(false);
          onChange(target.value);
        }}
        pattern={input.required ? '.*\\S.*' : input.pattern}
        onInvalid={() => setMissing(true)}
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
