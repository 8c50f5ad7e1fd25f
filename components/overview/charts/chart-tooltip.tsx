'use client';

import type { Series } from './series.ts';
import { Swatch } from './swatch.tsx';

interface Props {
  title: string;
  rows: readonly { series: Series; text: string }[];
}

/** What stands at one place of a chart. */
export function ChartTooltip({ title, rows }: Props) {
  return (
    <div className="rounded-md border border-line bg-surface px-3 py-2 text-sm shadow-lg">
      <p className="font-medium">{title}</p>
      <ul>
        {rows.map(({ series, text }) => (
          <li key={series.key} className="flex items-center gap-1.5">
            <Swatch series={series} />
            <span className="text-muted">{series.label}</span>
            <span className="ms-auto ps-3 font-medium">{text}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
