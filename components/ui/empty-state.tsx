import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface Props {
  icon: LucideIcon;
  title: string;
  text: string;
  children?: ReactNode;
}

/** Nothing to show, and what to do next. */
export function EmptyState({ icon: Icon, title, text, children }: Props) {
  return (
    <div className="mx-auto flex max-w-2xl flex-col items-center gap-2 px-4 py-12 text-center">
      <Icon aria-hidden="true" size={28} strokeWidth={1.5} className="text-muted" />
      <h2 className="font-semibold text-lg">{title}</h2>
      <p className="max-w-prose text-muted">{text}</p>
      {children}
    </div>
  );
}
