'use client';

import { useRouter } from 'next/navigation';
import { useFormatter } from 'next-intl';
import { useId } from 'react';
import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts';
import type { ReportHourFigures } from '#lib/contract/overview';
import { axisLook, ChartFrame, ChartTooltip, gridLook, margin, useCountAxis } from './chart-frame.tsx';
import { type Outcome, useHourText } from './report-hours.ts';
import { colorOf, fillOf, Patterns, type Series } from './series.tsx';

interface Props {
  hours: readonly ReportHourFigures[];
  series: readonly Series[];
  label: string;
  /** Where a click on an hour goes */
  hrefOf: (hour: string) => string;
}

/** A bar for each hour, stacked by outcome. */
export function HoursChart({ hours, series, label, hrefOf }: Props) {
  const id = useId();
  const router = useRouter();
  const format = useFormatter();
  const sumOf = (hour: ReportHourFigures) => series.reduce((sum, { key }) => sum + hour[key as Outcome], 0);
  const countAxis = useCountAxis(Math.max(0, ...hours.map(sumOf)));
  const text = useHourText();
  return (
    <ChartFrame width={600}>
      <BarChart
        data={[...hours]}
        margin={margin}
        barCategoryGap={1}
        title={label}
        className="cursor-pointer"
        onClick={({ activeLabel }) => typeof activeLabel === 'string' && router.push(hrefOf(activeLabel))}
      >
        <Patterns id={id} series={series} />
        <CartesianGrid {...gridLook} />
        <XAxis
          {...axisLook}
          dataKey="hour"
          ticks={text.ticks(hours.map(({ hour }) => hour))}
          tickFormatter={text.short}
          minTickGap={16}
        />
        <YAxis {...countAxis} />
        <Tooltip
          isAnimationActive={false}
          cursor={{ fill: 'var(--sunken)' }}
          content={({ active, label: hour }) => {
            const at = hours.find((one) => one.hour === hour);
            if (!active || at === undefined) return null;
            const rows = series.map((one) => ({ series: one, text: format.number(at[one.key as Outcome]) }));
            return <ChartTooltip title={text.full(at.hour)} rows={rows} />;
          }}
        />
        {series.map((one) => (
          <Bar
            key={one.key}
            dataKey={one.key}
            stackId="outcome"
            fill={fillOf(one, id)}
            stroke={colorOf(one)}
            isAnimationActive={false}
          />
        ))}
      </BarChart>
    </ChartFrame>
  );
}
