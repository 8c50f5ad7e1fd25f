'use client';

import { type ReactNode, useId } from 'react';
import { SelectBox } from '#components/ui/select-box';

interface ChoiceProps<T extends string> {
  label: ReactNode;
  value: T;
  choices: readonly { value: T; label: string; lang?: string }[];
  onChoose: (value: T) => void;
}

/** One of several choices, with a small label above. */
export function Choice<T extends string>({ label, ...box }: ChoiceProps<T>) {
  const id = useId();
  return (
    <div className="flex min-w-36 flex-auto flex-col gap-1">
      <label htmlFor={id}>
        <span className="text-muted text-sm">{label}</span>
      </label>
      <SelectBox id={id} {...box} />
    </div>
  );
}
