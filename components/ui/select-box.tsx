import { type ReactNode, useId } from 'react';
import type { IconComponent } from './icons.tsx';

interface Props<T extends string> {
  id: string;
  value: T;
  choices: readonly { value: T; label: string; lang?: string }[];
  onChoose: (value: T) => void;
  'aria-describedby'?: string | undefined;
}

/** One of several choices, with the native list. */
export function SelectBox<T extends string>({ value, choices, onChoose, ...select }: Props<T>) {
  return (
    <select
      {...select}
      value={value}
      onChange={(event) => {
        const choice = choices.find((one) => one.value === event.target.value);
        if (choice) onChoose(choice.value);
      }}
      className="min-h-8 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2 py-1"
    >
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value} lang={choice.lang}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}

interface FieldProps<T extends string> extends Omit<Props<T>, 'id' | 'aria-describedby'> {
  label: ReactNode;
  /** A heading of a form with several fields, rather than a sentence */
  heading?: boolean;
  /** An explanation below the field */
  note?: ReactNode;
}

/** One of several choices with its label, as `TextField`. */
export function SelectField<T extends string>({ label, heading = false, note, ...box }: FieldProps<T>) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className={heading ? 'font-medium' : undefined}>
        {label}
      </label>
      <SelectBox {...box} id={id} aria-describedby={note === undefined ? undefined : `${id}note`} />
      {note !== undefined && (
        <p id={`${id}note`} className="text-muted text-sm">
          {note}
        </p>
      )}
    </div>
  );
}

interface ChoiceSelectProps<T extends string> {
  label: string;
  icon: IconComponent;
  value: T;
  choices: readonly { value: T; label: string; lang?: string }[];
  onChoose: (value: T) => void;
  /** Show the current choice next to the icon, where there is room */
  showChoice?: boolean;
}

/** One of several choices behind an icon: a transparent native list on top of it. */
export function ChoiceSelect<T extends string>(props: ChoiceSelectProps<T>) {
  const { label, icon: Icon, value, choices, onChoose, showChoice = false } = props;
  const chosen = choices.find((choice) => choice.value === value);
  return (
    <span
      title={label}
      className="relative inline-flex min-h-8 items-center gap-1.5 rounded-md px-2 py-1 font-medium outline-offset-2 outline-accent hover:bg-sunken has-focus-visible:outline-2"
    >
      <Icon aria-hidden="true" size={16} />
      {showChoice && (
        <span aria-hidden="true" className="max-sm:hidden">
          {chosen?.label}
        </span>
      )}
      <select
        aria-label={label}
        value={value}
        onChange={(event) => {
          const choice = choices.find((one) => one.value === event.target.value);
          if (choice) onChoose(choice.value);
        }}
        className="absolute inset-0 cursor-pointer opacity-0"
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} lang={choice.lang} className="bg-surface text-ink">
            {choice.label}
          </option>
        ))}
      </select>
    </span>
  );
}
