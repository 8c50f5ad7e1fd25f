import type { ReactNode } from 'react';

/** One row of a list of facts (`facts` in `globals.css`). */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="py-1">
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
