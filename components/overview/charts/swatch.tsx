'use client';

import { useId } from 'react';
import { Patterns } from './patterns.tsx';
import { colorOf, fillOf, type Series } from './series.ts';

/** How a series looks in its chart. */
export function Swatch({ series }: { series: Series }) {
  const id = useId();
  const isLine = series.look === 'line' || series.look === 'dashed';
  return (
    <svg aria-hidden="true" width="16" height="12" className="shrink-0">
      {isLine ? (
        <line
          x1="0"
          x2="16"
          y1="6"
          y2="6"
          stroke={colorOf(series)}
          strokeWidth="2"
          strokeDasharray={series.look === 'dashed' ? '5 3' : undefined}
        />
      ) : (
        <>
          <Patterns id={id} series={[series]} />
          <rect x="0.5" y="0.5" width="15" height="11" fill={fillOf(series, id)} stroke={colorOf(series)} />
        </>
      )}
    </svg>
  );
}
