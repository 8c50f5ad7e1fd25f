'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Panel } from '#components/ui/panel';
import { BreakdownRow, type Part } from './breakdown-row.tsx';

interface Props {
  title: string;
  /** What the parts are of */
  total: number;
  /** What is counted: a column's head, for screen readers */
  unit: string;
  parts: readonly Part[];
  /** Below the parts */
  note?: ReactNode;
}

/** Counts with bars. It is a table: nothing else is needed to read it out. */
export function Breakdown({ title, total, unit, parts, note }: Props) {
  const t = useTranslations('overview.breakdown');
  const format = useFormatter();
  return (
    <Panel title={title} aside={<span className="text-muted text-sm">{format.number(total)}</span>} flush>
      <table className="mb-1 w-full">
        <caption className="sr-only">{title}</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">{title}</th>
            <th scope="col">{unit}</th>
            <th scope="col">{t('share')}</th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <BreakdownRow key={part.id} part={part} total={total} />
          ))}
        </tbody>
      </table>
      {note && <p className="border-line border-t px-4 py-2 text-muted text-xs">{note}</p>}
    </Panel>
  );
}
