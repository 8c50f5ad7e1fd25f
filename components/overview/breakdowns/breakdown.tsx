'use client';

import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { IconComponent } from '#components/ui/icons';
import { Panel } from '#components/ui/panel';

interface Props {
  title: string;
  /** The sum of which the parts are shares */
  total: number;
  /** What is counted; a column head for screen readers */
  unit: string;
  parts: readonly Part[];
  /** Below the parts */
  note?: ReactNode;
}

/** Counts with bars, as a table, so that screen readers can read them. Parts without any fold into one line. */
export function Breakdown({ title, total, unit, parts, note }: Props) {
  const t = useTranslations('overview.breakdown');
  const format = useFormatter();
  const [open, setOpen] = useState(false);
  const counted = parts.filter(({ count }) => count > 0);
  const shown = open ? parts : counted;
  const none = parts.length - counted.length;
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
          {shown.map((part) => (
            <BreakdownRow key={part.id} part={part} total={total} />
          ))}
        </tbody>
      </table>
      {none > 0 && (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="mx-4 mb-2 rounded-md text-muted text-sm hover:text-ink hover:underline"
        >
          {open ? t('hideZero') : t('zero', { count: none })}
        </button>
      )}
      {note && <p className="border-line border-t px-4 py-2 text-muted text-xs">{note}</p>}
    </Panel>
  );
}

export interface Part {
  id: string;
  label: ReactNode;
  icon?: IconComponent;
  tone: 'good' | 'bad' | 'wait' | 'muted' | 'accent';
  count: number;
  /** The list of exactly these; absent if there is none */
  href?: string;
}

const inks = {
  good: 'text-good',
  bad: 'text-bad',
  wait: 'text-wait',
  muted: 'text-muted',
  accent: 'text-accent',
};
const bars = {
  good: 'bg-good',
  bad: 'bg-bad',
  wait: 'bg-wait',
  muted: 'bg-line-strong',
  accent: 'bg-accent',
};

/** One part: its name, its count, and its share as a bar below. */
function BreakdownRow({ part, total }: { part: Part; total: number }) {
  const { label, icon: Icon, tone, count, href } = part;
  const format = useFormatter();
  const share = total === 0 ? 0 : count / total;
  const name = (
    <span className="inline-flex items-start gap-1.5">
      {Icon && (
        <Icon aria-hidden="true" size={14} strokeWidth={2.25} className={`mt-1 shrink-0 ${inks[tone]}`} />
      )}
      <span>{label}</span>
    </span>
  );
  return (
    <tr className="relative hover:bg-sunken">
      <th
        scope="row"
        className={`px-4 pt-1.5 pb-2.5 text-start align-baseline font-normal ${count === 0 ? 'text-muted' : ''}`}
      >
        {href === undefined ? (
          name
        ) : (
          <Link
            href={href}
            className="after:absolute after:inset-0 hover:underline focus-visible:after:rounded-md"
          >
            {name}
          </Link>
        )}
        <span aria-hidden="true" className="absolute inset-x-4 bottom-1 h-1 rounded-full bg-sunken">
          <span
            className={`block h-full rounded-full ${bars[tone]}`}
            style={{ width: count === 0 ? 0 : `max(2px, ${share * 100}%)` }}
          />
        </span>
      </th>
      <td className="w-0 whitespace-nowrap pt-1.5 pb-2.5 text-end align-baseline font-medium">
        {format.number(count)}
      </td>
      <td className="w-20 whitespace-nowrap ps-2 pe-4 pt-1.5 pb-2.5 text-end align-baseline text-muted text-sm">
        {format.number(share, { style: 'percent', maximumFractionDigits: 1 })}
      </td>
    </tr>
  );
}
