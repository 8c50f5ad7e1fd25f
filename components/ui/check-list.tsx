'use client';

import { CheckLine } from './check-line.tsx';

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
