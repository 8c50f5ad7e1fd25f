'use client';

import { CartesianGrid, Line, LineChart, Tooltip, XAxis, YAxis } from 'recharts';
import { useDurationText } from '#components/ui/duration';
import type { ReportHourFigures } from '#lib/contract/overview';
import { axisLook, ChartFrame, ChartTooltip, gridLook, margin } from './chart-frame.tsx';
import { useHourText } from './report-hours.ts';
import { colorOf, type Series } from './series.tsx';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const ladder = [100, second, 10 * second, minute, 10 * minute, hour, 6 * hour, 24 * hour, 7 * 24 * hour];

interface Props {
  hours: readonly ReportHourFigures[];
  series: readonly Series[];
  label: string;
}

/** On a logarithmic scale, so that an outage of hours does not hide the seconds of a normal day. */
export function ConfirmationChart({ hours, series, label }: Props) {
  const duration = useDurationText();
  const text = useHourText();
  const ticks = ticksOf(hours);
  return (
    <ChartFrame width={600}>
      <LineChart data={[...hours]} margin={margin} title={label}>
        <CartesianGrid {...gridLook} />
        <XAxis
          {...axisLook}
          dataKey="hour"
          ticks={text.ticks(hours.map((one) => one.hour))}
          tickFormatter={text.short}
          minTickGap={16}
        />
        <YAxis
          {...axisLook}
          width={64}
          scale="log"
          domain={[ticks[0] ?? second, ticks.at(-1) ?? minute]}
          ticks={ticks}
          axisLine={false}
          tickFormatter={(ms: number) => duration(ms, { short: true })}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--line-strong)' }}
          content={({ active, label: at }) => {
            const found = hours.find((one) => one.hour === at);
            if (!active || found === undefined || found.measured === 0) return null;
            const rows = series.map((one) => ({
              series: one,
              text: duration(found[one.key as 'p50Ms' | 'p95Ms'] ?? 0),
            }));
            return <ChartTooltip title={text.full(found.hour)} rows={rows} />;
          }}
        />
        {series.map((one) => (
          <Line
            key={one.key}
            dataKey={one.key}
            stroke={colorOf(one)}
            strokeWidth={2}
            strokeDasharray={one.look === 'dashed' ? '5 3' : ''}
            dot={{ r: 2, fill: colorOf(one), strokeDasharray: '' }}
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ChartFrame>
  );
}

/** Returns the steps of the scale that enclose all values. */
function ticksOf(hours: readonly ReportHourFigures[]): number[] {
  const values = hours.flatMap(({ p50Ms, p95Ms }) =>
    p50Ms === null || p95Ms === null ? [] : [p50Ms, p95Ms],
  );
  if (values.length === 0) return [second, 10 * second, minute];
  const below = ladder.findLastIndex((step) => step <= Math.min(...values));
  const above = ladder.findIndex((step) => step >= Math.max(...values));
  return ladder.slice(Math.max(0, below), above === -1 ? ladder.length : Math.max(above, below + 1) + 1);
}
