import { ofLastWeek, type Point } from './week-before.ts';

const width = 100;
const height = 24;

/** The last seven days at a glance, beside words that say the same. */
export function Sparkline({ points }: { points: readonly Point[] }) {
  const shown = ofLastWeek(points);
  const [first, last] = [shown.at(0), shown.at(-1)];
  if (first === undefined || last === undefined || shown.length < 2) return <span className="mt-auto h-6" />;
  const from = Date.parse(first.at);
  const span = Math.max(1, Date.parse(last.at) - from);
  const values = shown.map(({ value }) => value);
  const least = Math.min(...values);
  const range = Math.max(...values) - least;
  const path = shown
    .map(({ at, value }) => {
      const x = ((Date.parse(at) - from) / span) * width;
      const y = range === 0 ? height / 2 : height - 2 - ((value - least) / range) * (height - 4);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(' ');
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="mt-auto mb-1 h-6 w-full text-line-strong"
    >
      <polyline
        points={path}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
