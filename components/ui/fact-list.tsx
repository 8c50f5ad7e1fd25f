import type { ReactNode } from 'react';

export type Fact = [name: string, value: ReactNode];

/** Names and values side by side. A fact without a value is left out. */
export function FactList({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="facts px-4 py-2">
      {facts.map(
        ([name, value]) =>
          value !== null && (
            <div key={name} className="py-1">
              <dt className="text-muted">{name}</dt>
              <dd className="min-w-0">{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
