'use client';

import { type ReactNode, useId, useState } from 'react';
import { ChevronDown } from './icons.tsx';

interface Props {
  title: string;
  /** Next to the title, folded or not */
  aside?: ReactNode;
  /** What a phone shows of it while it is folded */
  gist?: ReactNode;
  /** What is inside must be seen now */
  unfolded?: boolean;
  children: ReactNode;
}

/** A region that is looked at less often: on a phone, its title opens it. */
export function FoldingPanel({ title, aside, gist, unfolded = false, children }: Props) {
  const [opened, setOpened] = useState<boolean>();
  const bodyId = useId();
  const open = opened ?? unfolded;
  return (
    <section aria-label={title} className="min-w-0 rounded-lg border border-line bg-surface">
      <header
        className={`flex min-h-10 flex-wrap items-center justify-between gap-x-3 gap-y-1 border-line px-4 sm:border-b sm:py-2 ${open ? 'max-sm:border-b' : ''}`}
      >
        <h2 className="font-semibold max-sm:hidden">{title}</h2>
        <h2 className="-mx-4 grow sm:hidden">
          <button
            type="button"
            aria-expanded={open}
            aria-controls={bodyId}
            onClick={() => setOpened(!open)}
            className="flex min-h-11 w-full items-center gap-2 rounded-lg px-4 text-start font-semibold"
          >
            <ChevronDown
              aria-hidden="true"
              size={16}
              className={`shrink-0 text-muted ${open ? '' : '-rotate-90'}`}
            />
            {title}
          </button>
        </h2>
        {aside}
        {gist && !open && <div className="w-full pb-2.5 text-sm sm:hidden">{gist}</div>}
      </header>
      <div id={bodyId} className={open ? '' : 'max-sm:hidden'}>
        {children}
      </div>
    </section>
  );
}
