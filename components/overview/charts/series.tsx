'use client';

import Link from 'next/link';
import { useId } from 'react';

/** One series of a chart. Series differ by pattern or dash, not by color alone. */
export interface Series {
  key: string;
  label: string;
  color: 'good' | 'bad' | 'wait' | 'muted' | 'accent';
  look: 'solid' | 'hatched' | 'dotted' | 'outlined' | 'line' | 'dashed';
  /** Its number, as text */
  value: string;
  href?: string;
}

export function colorOf({ color }: Series): string {
  return color === 'muted' ? 'var(--line-strong)' : `var(--${color})`;
}

/** Returns the fill of an area or bar; its pattern is defined in `<Patterns>`. */
export function fillOf(series: Series, patternsId: string): string {
  return series.look === 'solid' ? colorOf(series) : `url(#${patternsId}-${series.key})`;
}

/** The number of each series, by its key, at a time in ms. */
export type TrendPoint = { at: number } & Record<string, number>;

/** The series with pattern, name and number; the number links to what it counts. */
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

/** A sample of how a series looks in its chart. */
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

const size = 6;

/** The patterns that fill the series. */
export function Patterns({ id, series }: { id: string; series: readonly Series[] }) {
  return (
    <defs>
      {series.map((one) => (
        <pattern
          key={one.key}
          id={`${id}-${one.key}`}
          width={size}
          height={size}
          patternUnits="userSpaceOnUse"
        >
          <rect
            width={size}
            height={size}
            fill={colorOf(one)}
            fillOpacity={one.look === 'outlined' ? 0.15 : 0.3}
          />
          {one.look === 'hatched' && (
            <path d="M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2" stroke={colorOf(one)} strokeWidth="2" />
          )}
          {one.look === 'dotted' && <circle cx="3" cy="3" r="1.4" fill={colorOf(one)} />}
        </pattern>
      ))}
    </defs>
  );
}
