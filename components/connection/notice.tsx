import type { ReactNode } from 'react';
import type { IconComponent } from '../ui/icons.tsx';

const tones = { wait: 'bg-wait-soft text-wait', bad: 'bg-bad-soft text-bad' } as const;

interface Props {
  tone: keyof typeof tones;
  icon: IconComponent;
  title: string;
  children: ReactNode;
  action?: ReactNode;
}

/** Only the title is announced: times and counts change all the while. */
export function Notice({ tone, icon: Icon, title, children, action }: Props) {
  return (
    <div className={`border-line border-b ${tones[tone]}`}>
      <div className="mx-auto flex max-w-7xl flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-2">
        <Icon aria-hidden="true" size={16} className="shrink-0" />
        <p className="min-w-0 flex-1 basis-64 max-sm:basis-[calc(100%-2rem)]">
          <strong role="status" className="me-1.5 font-semibold">
            {title}
          </strong>
          <span className="text-ink">{children}</span>
        </p>
        {action}
      </div>
    </div>
  );
}
