import { Button as BaseButton } from '@base-ui/react/button';
import type { ComponentProps } from 'react';

const looks = {
  primary: 'bg-accent text-on-accent border-transparent hover:bg-accent-hover',
  plain: 'bg-surface text-ink border-line-strong hover:bg-sunken',
  quiet: 'bg-transparent text-ink border-transparent hover:bg-sunken',
  danger: 'bg-bad text-surface border-transparent hover:opacity-90',
} as const;
const shape =
  'inline-flex min-h-8 items-center justify-center gap-1.5 rounded-md border px-3 py-1 font-medium transition-colors ' +
  'data-disabled:cursor-not-allowed data-disabled:border-line data-disabled:bg-sunken data-disabled:text-muted';

export type ButtonLook = keyof typeof looks;

/** Classes for things that look like a button and are none, such as links. */
export function buttonClass(look: ButtonLook): string {
  return `${shape} ${looks[look]}`;
}

interface Props extends Omit<ComponentProps<typeof BaseButton>, 'className'> {
  look?: ButtonLook;
}

/** A disabled button stays reachable by keyboard, so that its reason can be heard. */
export function Button({ look = 'plain', ...props }: Props) {
  return <BaseButton focusableWhenDisabled {...props} className={buttonClass(look)} />;
}
