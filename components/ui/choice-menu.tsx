'use client';

import { Menu } from '@base-ui/react/menu';
import { Check, type LucideIcon } from 'lucide-react';
import { buttonClass } from './button.tsx';
import { MenuPopup, menuItemClass } from './menu-popup.tsx';

interface Props<T extends string> {
  label: string;
  icon: LucideIcon;
  value: T;
  choices: readonly { value: T; label: string; lang?: string }[];
  onChoose: (value: T) => void;
  /** The word of the choice beside the icon, where there is room */
  showChoice?: boolean;
}

/** One of several, behind an icon. */
export function ChoiceMenu<T extends string>(props: Props<T>) {
  const { label, icon: Icon, value, choices, onChoose, showChoice = false } = props;
  const chosen = choices.find((choice) => choice.value === value);
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className={`${buttonClass('quiet')} px-2`} title={label}>
        <Icon aria-hidden="true" size={16} />
        <span className="sr-only">{label}</span>
        {showChoice && <span className="max-sm:sr-only">{chosen?.label}</span>}
      </Menu.Trigger>
      <MenuPopup align="end">
        <Menu.RadioGroup value={value} onValueChange={onChoose}>
          {choices.map((choice) => (
            <Menu.RadioItem key={choice.value} value={choice.value} closeOnClick className={menuItemClass}>
              <span className="flex size-4 items-center">
                <Menu.RadioItemIndicator>
                  <Check aria-hidden="true" size={14} />
                </Menu.RadioItemIndicator>
              </span>
              <span lang={choice.lang}>{choice.label}</span>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </MenuPopup>
    </Menu.Root>
  );
}
