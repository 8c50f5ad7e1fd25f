import { type Load, load } from './load.ts';
import { type Figure, median } from './measure.ts';

const rounds = 3;
const roundMs = 4000;

/** One address, and how it is asked */
export interface Target {
  origin: string;
  path: string;
  headers?: Record<string, string>;
}

/** Two addresses asked in turns; medians of rates at 10 connections, and of the median times at one. */
export async function compare(what: string, ours: Target, floor: Target): Promise<Figure[]> {
  const measured: Record<number, { ours: Load; floor: Load }[]> = { 1: [], 10: [] };
  for (let round = 0; round <= rounds; round += 1) {
    for (const connections of [1, 10]) {
      const loads = { ours: await ask(ours, connections), floor: await ask(floor, connections) };
      // The first round only warms up.
      if (round > 0) measured[connections]?.push(loads);
    }
  }
  const of = (connections: number, who: 'ours' | 'floor', key: 'rate' | 'p50') =>
    median((measured[connections] ?? []).map((loads) => loads[who][key]));
  return [
    {
      what: `${what}, 10 connections`,
      tenko: `${Math.round(of(10, 'ours', 'rate'))}/s`,
      floor: `${Math.round(of(10, 'floor', 'rate'))}/s`,
      ratio: (of(10, 'ours', 'rate') / of(10, 'floor', 'rate')).toFixed(2),
    },
    {
      what: `${what}, one connection, p50`,
      tenko: `${of(1, 'ours', 'p50').toFixed(1)} ms`,
      floor: `${of(1, 'floor', 'p50').toFixed(1)} ms`,
      ratio: (of(1, 'ours', 'p50') / of(1, 'floor', 'p50')).toFixed(2),
    },
  ];
}

function ask({ origin, path, headers = {} }: Target, connections: number): Promise<Load> {
  return load(origin, [path], { connections, ms: roundMs, headers });
}
