import type { ReactNode } from 'react';
import { ExactTime } from './relative-time.tsx';
import { type StatusLook, toneInks } from './status.tsx';

interface Props {
  icon: StatusLook['icon'];
  /** The color of the icon */
  tone?: StatusLook['tone'];
  title: ReactNode;
  at: string;
  children?: ReactNode;
}

/** One event of a timeline: an icon, a title, its time and its details. */
export function TimelineEntry({ icon: Icon, tone = 'muted', title, at, children }: Props) {
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5 px-4 py-2">
      <Icon aria-hidden="true" size={15} className={`mt-1 ${toneInks[tone]}`} />
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
