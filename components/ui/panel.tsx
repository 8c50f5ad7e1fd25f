import { type ReactNode, useId } from 'react';

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
