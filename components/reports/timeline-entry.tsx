'use client';

import type { ReactNode } from 'react';
import { ExactTime } from '../ui/exact-time.tsx';
import type { IconComponent } from '../ui/icons.tsx';
import { Status, type Tone } from '../ui/status.tsx';

interface Props {
  icon: IconComponent;
  tone?: Tone;
  title: ReactNode;
  at: string;
  children?: ReactNode;
}

/** One step, and when it was. */
export function TimelineEntry({ icon, tone = 'muted', title, at, children }: Props) {
  return (
    <li className="grid gap-x-4 px-4 py-1.5 sm:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0">
        <Status tone={tone} icon={icon}>
          <span className="text-ink">{title}</span>
        </Status>
      </div>
      <div className="text-muted text-sm max-sm:ps-5.5">
        <ExactTime value={at} />
      </div>
      {children && <div className="min-w-0 ps-5.5 text-sm sm:col-span-2">{children}</div>}
    </li>
  );
}
