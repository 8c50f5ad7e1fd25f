'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Panel } from '#components/ui/panel';
import { chartHeight } from './chart-frame.tsx';

interface Props {
  title: string;
  /** What the chart shows, in words, for screen readers */
  summary: string;
  legend: ReactNode;
  chart: ReactNode;
  /** The same data as a table, rendered when it is opened */
  table: () => ReactNode;
  note?: ReactNode;
}

/** A chart with its legend, summary and table. Hydration warnings are off because servers and browsers use different spaces in times. */
export function ChartPanel({ title, summary, legend, chart, table, note }: Props) {
  const t = useTranslations('overview');
  const [open, setOpen] = useState(false);
  return (
    <Panel title={title} flush>
      <figure>
        <figcaption className="sr-only" suppressHydrationWarning>
          {summary}
        </figcaption>
        <div className="px-4 pt-3">{legend}</div>
        {chart}
      </figure>
      {note && (
        <p className="px-4 pb-2 text-muted text-xs" suppressHydrationWarning>
          {note}
        </p>
      )}
      <details className="border-line border-t" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary className="rounded-b-lg px-4 py-2 text-muted text-sm hover:text-ink">{t('asTable')}</summary>
        {open && (
          <section
            aria-label={t('tableOf', { title })}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
            tabIndex={0}
            className="max-h-80 overflow-auto border-line border-t"
          >
            {table()}
          </section>
        )}
      </details>
    </Panel>
  );
}

/** Holds a chart's place until its code is loaded. */
export function ChartSpace() {
  return <div aria-hidden="true" style={{ height: chartHeight }} />;
}

interface FiguresTableProps {
  caption: string;
  /** Head of the first column, which names the rows */
  rowHead: string;
  columns: readonly { key: string; head: ReactNode }[];
  /** `cells`: one for each column */
  rows: readonly { key: string | number; head: ReactNode; cells: readonly ReactNode[] }[];
}

/** The figures of a chart as a table. */
export function FiguresTable({ caption, rowHead, columns, rows }: FiguresTableProps) {
  return (
    <table className="figures">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{rowHead}</th>
          {columns.map(({ key, head }) => (
            <th key={key} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, head, cells }) => (
          <tr key={key}>
            <th scope="row">{head}</th>
            {columns.map((column, index) => (
              <td key={column.key}>{cells[index]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
