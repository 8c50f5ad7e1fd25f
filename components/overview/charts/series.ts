/** One of the things that a chart shows. Told apart by pattern or dash, not by color alone. */
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

/** What an area or bar is filled with; the patterns stand in `<Patterns>`. */
export function fillOf(series: Series, patternsId: string): string {
  return series.look === 'solid' ? colorOf(series) : `url(#${patternsId}-${series.key})`;
}

/** Numbers by the key of their series, at a time in ms. */
export type TrendPoint = { at: number } & Record<string, number>;
