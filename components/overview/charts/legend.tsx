'use client';

import Link from 'next/link';
import type { Series } from './series.ts';
import { Swatch } from './swatch.tsx';

/** The series by pattern and name, each with its number, which leads to what it counts. */
export function Legend({ series }: { series: readonly Series[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-0.5 text-sm">
      {series.map((one) => (
        <li key={one.key} className="flex items-center gap-1.5">
          <Swatch series={one} />
          <span className="text-muted">{one.label}</span>
          {one.href === undefined ? (
            <span className="font-medium">{one.value}</span>
          ) : (
            <Link
              href={one.href}
              aria-label={`${one.label}: ${one.value}`}
              className="font-medium hover:underline"
            >
              {one.value}
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}
