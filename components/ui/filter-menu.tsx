'use client';

import { buttonClass } from './button.tsx';
import { CheckList } from './check-list.tsx';
import { Disclosure } from './disclosure.tsx';
import { FocusFirst } from './focus-first.tsx';
import { ChevronDown } from './icons.tsx';

interface Props<T extends string> {
  label: string;
  /** Screen readers hear it after the number of chosen values */
  chosenNote: string;
  /** `count`: at the end of the line */
  choices: readonly { value: T; label: string; count?: string | undefined }[];
  chosen: readonly T[];
  onChange: (chosen: T[]) => void;
}

/** A menu of check boxes, the first of which takes the focus; stays open while choosing. */
export function FilterMenu<T extends string>({ label, chosenNote, choices, chosen, onChange }: Props<T>) {
  const trigger = (
    <>
      {label}
      {chosen.length > 0 && (
        <span className="rounded-full bg-accent px-1.5 text-on-accent text-xs">
          {chosen.length} <span className="sr-only">{chosenNote}</span>
        </span>
      )}
      <ChevronDown aria-hidden="true" size={14} className="-me-1 text-muted" />
    </>
  );
  return (
    <Disclosure trigger={trigger} triggerClass={buttonClass('plain')}>
      {() => (
        <FocusFirst>
          <CheckList legend={label} choices={choices} chosen={chosen} onChange={onChange} />
        </FocusFirst>
      )}
    </Disclosure>
  );
}
