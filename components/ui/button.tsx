import type { ComponentProps } from 'react';

const looks = {
  primary: 'bg-accent text-on-accent border-transparent hover:bg-accent-hover',
  plain: 'bg-surface text-ink border-line-strong hover:bg-sunken',
  quiet: 'bg-transparent text-ink border-transparent hover:bg-sunken',
  danger: 'bg-bad text-surface border-transparent hover:opacity-90',
} as const;
const shape =
  'inline-flex min-h-8 items-center justify-center gap-1.5 rounded-md border px-3 py-1 font-medium transition-colors ' +
  'aria-disabled:cursor-not-allowed aria-disabled:border-line aria-disabled:bg-sunken aria-disabled:text-muted ' +
  'aria-disabled:opacity-100';

export type ButtonLook = keyof typeof looks;

/** Classes for things that look like a button and are none, such as links. */
export function buttonClass(look: ButtonLook): string {
  return `${shape} ${looks[look]}`;
}

interface Props extends Omit<ComponentProps<'button'>, 'className'> {
  look?: ButtonLook;
}

/** A disabled button stays reachable by keyboard, so that its reason can be heard; a click does nothing. */
export function Button({ look = 'plain', type = 'button', disabled = false, onClick, ...props }: Props) {
  return (
    <button
      {...props}
      type={type}
      aria-disabled={disabled || undefined}
      onClick={(event) => {
        if (disabled) event.preventDefault();
        else onClick?.(event);
      }}
      className={buttonClass(look)}
    />
  );
}
