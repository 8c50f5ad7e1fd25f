import type { ReactNode } from 'react';
import type { IconComponent } from './icons.tsx';

interface Props {
  icon: IconComponent;
  onClick: () => void;
  children: ReactNode;
}

/** One line of what a disclosure offers to do. */
export function MenuButton({ icon: Icon, onClick, children }: Props) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="flex min-h-8 w-full items-center gap-2 rounded-md px-2 py-1 text-start hover:bg-accent-soft"
    >
      <Icon aria-hidden="true" size={15} className="shrink-0 text-muted" />
      <span className="min-w-0">{children}</span>
    </button>
  );
}
