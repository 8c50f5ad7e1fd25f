import { type ComponentProps, type ReactNode, useId } from 'react';

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

/** One line of text with its label. */
export function TextField({
  label,
  heading = false,
  note,
  error,
  value,
  onChange,
  className = '',
  ...input
}: Props) {
  const id = useId();
  const described = [note === undefined ? [] : `${id}note`, error ? `${id}error` : []].flat();
  return (
    <div className="flex flex-col gap-1">
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
        onChange={({ target }) => onChange(target.value)}
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
