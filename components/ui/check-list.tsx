'use client';

import { type ComponentProps, type ReactNode, useId } from 'react';

interface CheckChoice<T extends string> {
  value: T;
  label: string;
  /** Below the label */
  hint?: string | undefined;
  /** At the end of the line */
  count?: string | undefined;
  /** An identifier, which is not translated */
  code?: boolean;
}

interface Props<T extends string> {
  legend: string;
  choices: readonly CheckChoice<T>[];
  chosen: readonly T[];
  onChange: (chosen: T[]) => void;
}

/** Check boxes with optional explanations and counts. */
export function CheckList<T extends string>({ legend, choices, chosen, onChange }: Props<T>) {
  return (
    <fieldset className="flex flex-col">
      <legend className="sr-only">{legend}</legend>
      {choices.map(({ value, label, hint, count, code = false }) => (
        <CheckLine
          key={value}
          inMenu
          hint={hint}
          aside={count}
          checked={chosen.includes(value)}
          onChange={({ target }) =>
            onChange(target.checked ? [...chosen, value] : chosen.filter((other) => other !== value))
          }
        >
          <span translate={code ? 'no' : undefined}>{label}</span>
        </CheckLine>
      ))}
    </fieldset>
  );
}

interface RadioListProps<T extends string> {
  legend: string;
  value: T;
  choices: readonly Pick<CheckChoice<T>, 'value' | 'label' | 'hint'>[];
  onChoose: (value: T) => void;
}

/** Radio buttons of a form with optional explanations. */
export function RadioList<T extends string>({ legend, value, choices, onChoose }: RadioListProps<T>) {
  const name = useId();
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 font-medium">{legend}</legend>
      {choices.map((choice) => (
        <CheckLine
          key={choice.value}
          type="radio"
          name={name}
          checked={choice.value === value}
          onChange={() => onChoose(choice.value)}
          hint={choice.hint}
        >
          {choice.label}
        </CheckLine>
      ))}
    </fieldset>
  );
}

interface CheckLineProps extends Omit<ComponentProps<'input'>, 'className' | 'type'> {
  type?: 'checkbox' | 'radio';
  /** Below the label */
  hint?: ReactNode;
  /** At the end of the line */
  aside?: ReactNode;
  /** A line of a menu, which reacts to the pointer; otherwise a line of a form */
  inMenu?: boolean;
  children: ReactNode;
}

/** A check box or radio button with its label. */
export function CheckLine({
  type = 'checkbox',
  hint,
  aside,
  inMenu = false,
  children,
  ...input
}: CheckLineProps) {
  const look = inMenu ? 'min-h-8 cursor-pointer rounded-md px-2 py-1 hover:bg-accent-soft' : '';
  return (
    <label className={`flex items-start gap-2 ${look}`}>
      <input {...input} type={type} className="mt-0.75 size-4 shrink-0 accent-accent" />
      <span className="min-w-0 flex-1">
        {children}
        {hint && <span className={`block text-muted ${inMenu ? 'text-xs' : 'text-sm'}`}>{hint}</span>}
      </span>
      {aside !== undefined && <span className="text-muted">{aside}</span>}
    </label>
  );
}
