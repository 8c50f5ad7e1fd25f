import type { ComponentProps } from 'react';
import type { IconComponent } from './icons.tsx';

const lookClasses = {
  primary: 'bg-accent text-on-accent border-transparent hover:bg-accent-hover',
  plain: 'bg-surface text-ink border-line-strong hover:bg-sunken',
  quiet: 'bg-transparent text-ink border-transparent hover:bg-sunken',
  danger: 'bg-bad text-surface border-transparent hover:opacity-90',
} as const;
const shape =
  'inline-flex min-h-8 items-center justify-center gap-1.5 rounded-md border px-3 py-1 font-medium transition-colors ' +
  'aria-disabled:cursor-not-allowed aria-disabled:border-line aria-disabled:bg-sunken aria-disabled:text-muted ' +
  'aria-disabled:opacity-100';

type ButtonLook = keyof typeof lookClasses;

/** Returns the classes of a button, for links that look like one. */
export function buttonClass(look: ButtonLook): string {
  return `${shape} ${lookClasses[look]}`;
}

interface Props extends Omit<ComponentProps<'button'>, 'className'> {
  look?: ButtonLook;
}

/** A disabled button stays focusable, so that screen readers can read the reason; a click does nothing. */
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

interface IconButtonProps {
  icon: IconComponent;
  label: string;
  disabled?: boolean;
  onClick: () => void;
}

/** A small button with only an icon. It stays focusable when disabled. */
export function IconButton({ icon: Icon, label, disabled = false, onClick }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-disabled={disabled || undefined}
      onClick={() => !disabled && onClick()}
      className="inline-grid size-7 shrink-0 place-items-center rounded-md text-muted hover:bg-sunken hover:text-ink aria-disabled:opacity-40 aria-disabled:hover:bg-transparent"
    >
      <Icon aria-hidden="true" size={15} />
    </button>
  );
}

type TextButtonProps = Omit<ComponentProps<'button'>, 'className' | 'type'>;

/** A small button within a line of text. */
export function TextButton({ disabled = false, onClick, ...props }: TextButtonProps) {
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
