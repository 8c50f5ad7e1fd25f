'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Panel } from '../ui/panel.tsx';

interface Props {
  title: string;
  /** What the chart shows, in words, for whoever does not see it */
  summary: string;
  legend: ReactNode;
  chart: ReactNode;
  /** The same as a table */
  table: ReactNode;
  note?: ReactNode;
}

/** A chart with its legend, its words and its table. */
export function ChartPanel({ title, summary, legend, chart, table, note }: Props) {
  const t = useTranslations('overview');
  return (
    <Panel title={title} flush>
      <figure>
        <figcaption className="sr-only">{summary}</figcaption>
        <div className="px-4 pt-3">{legend}</div>
        {chart}
      </figure>
      {note && <p className="px-4 pb-2 text-muted text-xs">{note}</p>}
      <details className="border-line border-t">
        <summary className="rounded-b-lg px-4 py-2 text-muted text-sm hover:text-ink">{t('asTable')}</summary>
        <section
          aria-label={t('tableOf', { title })}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
          tabIndex={0}
          className="max-h-80 overflow-auto border-line border-t"
        >
          {table}
        </section>
      </details>
    </Panel>
  );
}
