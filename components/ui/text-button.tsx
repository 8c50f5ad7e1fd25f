import type { ComponentProps } from 'react';

type Props = Omit<ComponentProps<'button'>, 'className' | 'type'>;

/** A small thing to do within a line of text. */
export function TextButton({ disabled = false, onClick, ...props }: Props) {
  return (
    <button
      {...props}
      type="button"
      aria-disabled={disabled || undefined}
      onClick={(event) => !disabled && onClick?.(event)}
      className="min-h-6 rounded-md text-accent underline underline-offset-2 hover:text-accent-hover aria-disabled:text-muted aria-disabled:no-underline"
    />
  );
}
