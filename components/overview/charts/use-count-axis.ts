'use client';

import { useFormatter } from 'next-intl';
import { axisLook } from './chart-look.ts';

/** An axis of numbers of things, shortened where they are large. */
export function useCountAxis() {
  const format = useFormatter();
  return {
    ...axisLook,
    width: 48,
    allowDecimals: false,
    axisLine: false,
    tickFormatter: (value: number) => format.number(value, { notation: 'compact' }),
  };
}
