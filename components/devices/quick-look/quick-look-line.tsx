import type { ReactNode } from 'react';

/** A name and its value, in one line where there is room. */
export function QuickLookLine({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-3">
      <dt className="text-muted text-sm">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
