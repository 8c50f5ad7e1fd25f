import { chartHeight } from './chart-look.ts';

/** Keeps a chart's place until its code is there. */
export function ChartSpace() {
  return <div aria-hidden="true" style={{ height: chartHeight }} />;
}
