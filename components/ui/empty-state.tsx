import type { ReactNode } from 'react';
import type { IconComponent } from './icons.tsx';

interface Props {
  icon: IconComponent;
  title: string;
  text: string;
  /** `h1` if it is the whole page */
  heading?: 'h1' | 'h2';
  children?: ReactNode;
}

/** Says that there is nothing to show, and what to do next. */
export function EmptyState({ icon: Icon, title, text, heading: Heading = 'h2', children }: Props) {
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col items-center gap-2 px-4 py-12 text-center">
      <Icon aria-hidden="true" size={28} strokeWidth={1.5} className="text-muted" />
      <Heading className="font-semibold text-lg">{title}</Heading>
      <p className="w-full max-w-prose text-muted">{text}</p>
      {children}
    </div>
  );
}
