import type { ReactNode } from 'react';

/** One row of a list of facts (`app/styles/facts-and-figures.css`). */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="py-1">
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
