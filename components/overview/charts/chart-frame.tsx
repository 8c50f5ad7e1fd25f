'use client';

import { useFormatter } from 'next-intl';
import type { ReactElement } from 'react';
import { ResponsiveContainer } from 'recharts';
import { type Series, Swatch } from './series.tsx';
import { roundTicks } from './ticks.ts';

/** A chart as wide as its container; `width` is used until that is known. */
export function ChartFrame({ width, children }: { width: number; children: ReactElement }) {
  return (
    <ResponsiveContainer width="100%" height={chartHeight} initialDimension={{ width, height: chartHeight }}>
      {children}
    </ResponsiveContainer>
  );
}

/** What all charts share. Nothing is animated, so that a changed number stays where it was. */
export const chartHeight = 220;
export const axisLook = {
  stroke: 'var(--line-strong)',
  tick: { fill: 'var(--muted)', fontSize: 12 },
  tickLine: false,
} as const;
export const gridLook = { stroke: 'var(--line)', vertical: false } as const;
export const margin = { top: 12, right: 36, bottom: 4, left: 4 };

interface ChartTooltipProps {
  title: string;
  rows: readonly { series: Series; text: string }[];
}

/** The values at one point of a chart. */
export function ChartTooltip({ title, rows }: ChartTooltipProps) {
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

/** An axis of counts up to the highest one, in round steps from 0; large numbers are shortened. */
export function useCountAxis(most: number) {
  const format = useFormatter();
  const ticks = roundTicks(most);
  return {
    ticks,
    domain: [0, ticks.at(-1) ?? 1],
    ...axisLook,
    width: 48,
    allowDecimals: false,
    axisLine: false,
    tickFormatter: (value: number) => format.number(value, { notation: 'compact' }),
  };
}
