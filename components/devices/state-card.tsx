import { type ReactNode, useId } from 'react';

interface Props {
  step: number;
  title: string;
  mark?: ReactNode;
  children: ReactNode;
}

/** One of the three states. */
export function StateCard({ step, title, mark, children }: Props) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-1 border-line p-4">
      <header className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span aria-hidden="true" className="rounded-full bg-sunken px-2 text-muted text-xs">
          {step}
        </span>
        <h2 id={id} className="font-semibold">
          {title}
        </h2>
        {mark}
      </header>
      {children}
    </section>
  );
}
