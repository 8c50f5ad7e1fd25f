'use client';

import { useFormatter, useTranslations } from 'next-intl';
import type { BulkAction } from '#lib/contract/bulk-action';
import { endedOf } from './outcome-looks.ts';

const parts = [
  { name: 'successful', color: 'bg-good' },
  { name: 'failed', color: 'bg-bad' },
  { name: 'notPossible', color: 'bg-wait' },
  { name: 'cancelled', color: 'bg-line-strong' },
] as const satisfies { name: keyof BulkAction; color: string }[];

/** How far it is; what the colors stand for is said beside it in words and numbers. */
export function BulkBar({ action, thick = false }: { action: BulkAction; thick?: boolean }) {
  const t = useTranslations('bulk');
  const format = useFormatter();
  const { total } = action;
  const ended = endedOf(action);
  const percent = total === 0 ? 1 : ended / total;
  return (
    <div
      role="progressbar"
      aria-label={t('progress')}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={ended}
      aria-valuetext={format.number(percent, { style: 'percent' })}
      className={`flex overflow-hidden rounded-full bg-sunken ring-1 ring-line ring-inset ${thick ? 'h-2.5' : 'h-1.5'}`}
    >
      {parts.map(({ name, color }) => (
        <span
          key={name}
          className={`${color} transition-[width] duration-500 motion-reduce:transition-none`}
          style={{ width: total === 0 ? 0 : `${(100 * action[name]) / total}%` }}
        />
      ))}
    </div>
  );
}
