import { type ReactNode, useId } from 'react';
import { type StatusLook, toneEdges, toneInks } from './status.tsx';

interface Props {
  title: string;
  /** Next to the title */
  aside?: ReactNode;
  children: ReactNode;
  /** No padding, for tables */
  flush?: boolean;
}

/** A region of a page with a title. */
export function Panel({ title, aside, children, flush = false }: Props) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="min-w-0 rounded-lg border border-line bg-surface">
      <header className="flex min-h-10 flex-wrap items-center justify-between gap-x-3 gap-y-1 border-line border-b px-4 py-2">
        <h2 id={id} className="font-semibold">
          {title}
        </h2>
        {aside}
      </header>
      <div className={flush ? '' : 'p-4'}>{children}</div>
    </section>
  );
}

interface HeadlinePanelProps extends StatusLook {
  title: string;
  /** Screen readers announce a new title */
  live?: boolean;
  children: ReactNode;
  /** Below the text, over the whole width */
  footer?: ReactNode;
}

/** The one thing to know on a page: a colored edge, an icon, a headline and its explanation. */
export function HeadlinePanel({
  tone,
  icon: Icon,
  title,
  live = false,
  children,
  footer,
}: HeadlinePanelProps) {
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
