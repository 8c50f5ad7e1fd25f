'use client';

import type { ReactNode } from 'react';
import { ExactTime } from '#components/ui/exact-time';
import type { IconComponent } from '#components/ui/icons';

interface Props {
  icon: IconComponent;
  title: ReactNode;
  at: string;
  children?: ReactNode;
}

/** One event: a title, its time and its details. */
export function TimelineLine({ icon: Icon, title, at, children }: Props) {
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5 px-4 py-2">
      <Icon aria-hidden="true" size={15} className="mt-1 text-muted" />
      <div className="min-w-0">
        <div className="flex flex-wrap items-center justify-between gap-x-4">
          <p className="flex min-w-0 flex-wrap items-center gap-x-2 font-medium">{title}</p>
          <span className="text-muted text-sm">
            <ExactTime value={at} />
          </span>
        </div>
        {children}
      </div>
    </li>
  );
}
