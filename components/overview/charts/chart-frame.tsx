'use client';

import type { ReactElement } from 'react';
import { ResponsiveContainer } from 'recharts';
import { chartHeight } from './chart-look.ts';

/** A chart as wide as its place; `width`: until that is known. */
export function ChartFrame({ width, children }: { width: number; children: ReactElement }) {
  return (
    <ResponsiveContainer width="100%" height={chartHeight} initialDimension={{ width, height: chartHeight }}>
      {children}
    </ResponsiveContainer>
  );
}
