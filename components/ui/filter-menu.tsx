'use client';

import { Menu } from '@base-ui/react/menu';
import { Check, ChevronDown } from 'lucide-react';
import { buttonClass } from './button.tsx';
import { MenuPopup, menuItemClass } from './menu-popup.tsx';

interface Props<T extends string> {
  label: string;
  /** After the number of chosen ones, for those who hear it */
  chosenNote: string;
  choices: readonly { value: T; label: string }[];
  chosen: readonly T[];
  onChange: (chosen: T[]) => void;
}

/** Any of several; stays open while choosing. */
export function FilterMenu<T extends string>({ label, chosenNote, choices, chosen, onChange }: Props<T>) {
  const toggle = (value: T, on: boolean) =>
    onChange(on ? [...chosen, value] : chosen.filter((other) => other !== value));
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className={buttonClass('plain')}>
        {label}
        {chosen.length > 0 && (
          <span className="rounded-full bg-accent px-1.5 text-on-accent text-xs">
            {chosen.length} <span className="sr-only">{chosenNote}</span>
          </span>
        )}
        <ChevronDown aria-hidden="true" size={14} className="-me-1 text-muted" />
      </Menu.Trigger>
      <MenuPopup>
        {choices.map(({ value, label: choice }) => (
          <Menu.CheckboxItem
            key={value}
            checked={chosen.includes(value)}
            onCheckedChange={(on) => toggle(value, on)}
            className={menuItemClass}
          >
            <span className="flex size-4 shrink-0 items-center justify-center rounded border border-line-strong bg-surface text-accent">
              <Menu.CheckboxItemIndicator>
                <Check aria-hidden="true" size={13} strokeWidth={3} />
              </Menu.CheckboxItemIndicator>
            </span>
            {choice}
          </Menu.CheckboxItem>
        ))}
      </MenuPopup>
    </Menu.Root>
  );
}
