import type { ComponentProps, ReactNode } from 'react';

interface Props extends Omit<ComponentProps<'input'>, 'className' | 'type'> {
  type?: 'checkbox' | 'radio';
  /** Below the label */
  hint?: ReactNode;
  /** At the end of the line */
  aside?: ReactNode;
  /** A line of a menu, which reacts to the pointer; otherwise a line of a form */
  inMenu?: boolean;
  children: ReactNode;
}

/** A check box or radio button with its label. */
export function CheckLine({ type = 'checkbox', hint, aside, inMenu = false, children, ...input }: Props) {
  const look = inMenu ? 'min-h-8 cursor-pointer rounded-md px-2 py-1 hover:bg-accent-soft' : '';
  return (
    <label className={`flex items-start gap-2 ${look}`}>
      <input {...input} type={type} className="mt-0.75 size-4 shrink-0 accent-accent" />
      <span className="min-w-0 flex-1">
        {children}
        {hint && <span className={`block text-muted ${inMenu ? 'text-xs' : 'text-sm'}`}>{hint}</span>}
      </span>
      {aside !== undefined && <span className="text-muted">{aside}</span>}
    </label>
  );
}
