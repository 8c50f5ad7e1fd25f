import { type ReactNode, useId } from 'react';
import { type StatusLook, toneEdges, toneInks } from './status.tsx';

interface Props extends StatusLook {
  title: string;
  /** Screen readers announce a new title */
  live?: boolean;
  children: ReactNode;
  /** Below the text, over the whole width */
  footer?: ReactNode;
}

/** The one thing to know on a page: a colored edge, an icon, a headline and its explanation. */
export function HeadlinePanel({ tone, icon: Icon, title, live = false, children, footer }: Props) {
  const titleId = useId();
  return (
    <section
      aria-labelledby={titleId}
      className={`flex flex-col gap-3 rounded-lg border border-line border-s-4 bg-surface p-4 ${toneEdges[tone]}`}
    >
      <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3">
        <Icon aria-hidden="true" size={20} className={`mt-0.5 ${toneInks[tone]}`} />
        <div className="min-w-0">
          <h2 id={titleId} aria-live={live ? 'polite' : undefined} className="font-semibold text-lg">
            {title}
          </h2>
          {children}
        </div>
      </div>
      {footer}
    </section>
  );
}
