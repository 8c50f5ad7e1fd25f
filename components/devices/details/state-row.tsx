import type { ReactNode } from 'react';

/** One of the three states. */
export function StateRow({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-3 px-4 py-1 sm:grid-cols-[9.5rem_minmax(0,1fr)]">
      <dt className="text-muted">{title}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
