/** What all charts have in common. Nothing moves: what changes is a number, and the eye finds it where it was. */
export const chartHeight = 220;
export const axisLook = {
  stroke: 'var(--line-strong)',
  tick: { fill: 'var(--muted)', fontSize: 12 },
  tickLine: false,
} as const;
export const gridLook = { stroke: 'var(--line)', vertical: false } as const;
export const margin = { top: 12, right: 28, bottom: 4, left: 4 };
