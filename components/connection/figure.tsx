import type { ReactNode } from 'react';

/** A number with its name above and what it is made of below. */
export function Figure({ name, value, children }: { name: string; value: string; children: ReactNode }) {
  return (
    <div className="border-line border-s border-t p-4">
      <dt className="text-muted">{name}</dt>
      <dd>
        <span className="block font-semibold text-xl">{value}</span>
        <span className="block text-muted text-sm">{children}</span>
      </dd>
    </div>
  );
}
