'use client';

import { useDurationText } from './use-duration-text.ts';

/** How long something took, in its fitting unit: "840 ms", "4.2 seconds", "3 minutes". */
export function Duration({ ms }: { ms: number }) {
  const textOf = useDurationText();
  return <span className="whitespace-nowrap">{textOf(ms)}</span>;
}
