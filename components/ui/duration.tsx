'use client';

import { useFormatter } from 'next-intl';

/** A duration in a fitting unit: "840 ms", "4.2 seconds", "3 minutes". */
export function Duration({ ms }: { ms: number }) {
  const durationText = useDurationText();
  return <span className="whitespace-nowrap">{durationText(ms)}</span>;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** A duration in a fitting unit: "840 ms", "4.2 seconds", "3 minutes". */
export function useDurationText() {
  const format = useFormatter();
  return (ms: number, { short = false } = {}): string => {
    const { unit, length } = fitting(ms);
    const value = ms / length;
    const precise = unit === 'millisecond';
    const unitDisplay = precise || short ? 'short' : 'long';
    const maximumFractionDigits = value < 10 && !precise ? 1 : 0;
    return format.number(value, { style: 'unit', unit, unitDisplay, maximumFractionDigits });
  };
}

function fitting(ms: number) {
  if (ms < second) return { unit: 'millisecond', length: 1 } as const;
  if (ms < 2 * minute) return { unit: 'second', length: second } as const;
  if (ms < 2 * hour) return { unit: 'minute', length: minute } as const;
  if (ms < 48 * hour) return { unit: 'hour', length: hour } as const;
  return { unit: 'day', length: 24 * hour } as const;
}
