export interface Figure {
  what: string;
  tenko: string;
  floor: string;
  ratio: string;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Seconds that a piece of work takes. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** Medians of rates, ours next to the floor's. */
export function figure(
  what: string,
  unit: string,
  tenko: readonly number[],
  floor: readonly number[],
): Figure {
  const [ours, theirs] = [median(tenko), median(floor)];
  const shown = (rate: number) => `${Math.round(rate).toLocaleString('en')} ${unit}`;
  return { what, tenko: shown(ours), floor: shown(theirs), ratio: (ours / theirs).toFixed(2) };
}

/** A figure that has no floor. */
export function plainFigure(what: string, tenko: string): Figure {
  return { what, tenko, floor: '', ratio: '' };
}
