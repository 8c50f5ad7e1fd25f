'use client';

import { useFormatter, useTimeZone } from 'next-intl';
import { useId } from 'react';
import { Area, AreaChart, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts';
import { axisLook, ChartFrame, ChartTooltip, gridLook, margin, useCountAxis } from './chart-frame.tsx';
import { colorOf, fillOf, Patterns, type Series, type TrendPoint } from './series.tsx';
import { dayTicks } from './ticks.ts';

interface Props {
  points: readonly TrendPoint[];
  series: readonly Series[];
  label: string;
}

/** Stacked areas over time that add up to all devices. */
export function TrendChart({ points, series, label }: Props) {
  const id = useId();
  const format = useFormatter();
  const timeZone = useTimeZone() ?? 'UTC';
  const sumOf = (point: TrendPoint) => series.reduce((sum, { key }) => sum + (point[key] ?? 0), 0);
  const countAxis = useCountAxis(Math.max(0, ...points.map(sumOf)));
  const dateOf = (at: number) => format.dateTime(new Date(at), { month: 'short', day: 'numeric' });
  return (
    <ChartFrame width={400}>
      <AreaChart data={[...points]} margin={margin} title={label}>
        <Patterns id={id} series={series} />
        <CartesianGrid {...gridLook} />
        <XAxis
          {...axisLook}
          dataKey="at"
          type="number"
          scale="time"
          domain={['dataMin', 'dataMax']}
          tickFormatter={dateOf}
          ticks={dayTicks(points.at(0)?.at ?? 0, points.at(-1)?.at ?? 0, timeZone)}
          minTickGap={24}
        />
        <YAxis {...countAxis} />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--line-strong)' }}
          content={({ active, label: at }) => {
            const found = points.find((point) => point.at === at);
            if (!active || found === undefined) return null;
            const title = format.dateTime(new Date(found.at), { dateStyle: 'medium', timeStyle: 'short' });
            const rows = series.map((one) => ({ series: one, text: format.number(found[one.key] ?? 0) }));
            return <ChartTooltip title={title} rows={rows} />;
          }}
        />
        {series.map((one) => (
          <Area
            key={one.key}
            dataKey={one.key}
            stackId="all"
            fill={fillOf(one, id)}
            fillOpacity={one.look === 'solid' ? 0.3 : 1}
            stroke={colorOf(one)}
            strokeWidth={1.5}
            isAnimationActive={false}
          />
        ))}
      </AreaChart>
    </ChartFrame>
  );
}
