import { colorOf, type Series } from './series.ts';

const size = 6;

/** The fills of series that are no plain color. */
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
