'use client';

interface CheckChoice {
  value: string;
  label: string;
  /** Below the label */
  hint?: string | undefined;
  /** At the end of the line */
  count?: string | undefined;
  /** An identifier, which is not translated */
  code?: boolean;
}

interface Props {
  legend: string;
  choices: readonly CheckChoice[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

/** Check boxes with optional explanations and counts. */
export function CheckList({ legend, choices, chosen, onChange }: Props) {
  return (
    <fieldset className="flex flex-col">
      <legend className="sr-only">{legend}</legend>
      {choices.map(({ value, label, hint, count, code = false }) => (
        <label
          key={value}
          className="flex min-h-8 cursor-pointer items-start gap-2 rounded-md px-2 py-1 hover:bg-accent-soft"
        >
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={({ target }) =>
              onChange(target.checked ? [...chosen, value] : chosen.filter((other) => other !== value))
            }
            className="mt-0.75 size-4 shrink-0 accent-accent"
          />
          <span className="min-w-0 flex-1">
            <span translate={code ? 'no' : undefined}>{label}</span>
            {hint && <span className="block text-muted text-xs">{hint}</span>}
          </span>
          {count !== undefined && <span className="text-muted">{count}</span>}
        </label>
      ))}
    </fieldset>
  );
}
