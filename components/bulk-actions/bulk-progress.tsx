'use client';

import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { Duration } from '#components/ui/duration';
import { CirclePause } from '#components/ui/icons';
import { Panel } from '#components/ui/panel';
import type { BulkAction } from '#lib/contract/bulk-action';
import { endedCount, useCancelledText } from './bulk-marks.tsx';

export function BulkProgress({ action }: { action: BulkAction }) {
  const t = useTranslations('bulk');
  const format = useFormatter();
  const { waiting, underWay, failed, notPossible, finishedAt } = action;
  const ended = endedCount(action);
  const cancelledText = useCancelledText(action);
  const facts = [
    { name: 'ended', value: ended },
    { name: 'failed', value: failed + notPossible },
    { name: 'left', value: waiting + underWay },
  ] as const;
  return (
    <Panel
      title={t('progress')}
      aside={
        <span className="text-muted text-sm">{finishedAt === null && <TimeLeft action={action} />}</span>
      }
    >
      <div className="flex flex-col gap-3">
        <ProgressVoice action={action} />
        <HoldNotice hold={action.hold} />
        <BulkBar action={action} thick />
        {cancelledText !== null && <p>{cancelledText}</p>}
        {cancelledText === null && (
          <dl className="flex flex-wrap gap-x-8 gap-y-1">
            {facts.map(({ name, value }) => (
              <div key={name} className="flex items-baseline gap-1.5">
                <dt className="text-muted">{t(`fact.${name}`)}</dt>
                <dd className="font-semibold">{format.number(value)}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </Panel>
  );
}

const parts = [
  { name: 'successful', color: 'bg-good' },
  { name: 'failed', color: 'bg-bad' },
  { name: 'notPossible', color: 'bg-wait' },
  { name: 'cancelled', color: 'bg-line-strong' },
] as const satisfies { name: keyof BulkAction; color: string }[];

/** The progress as a bar. Words and numbers next to it say the same as its colors. */
export function BulkBar({ action, thick = false }: { action: BulkAction; thick?: boolean }) {
  const t = useTranslations('bulk');
  const format = useFormatter();
  const { total } = action;
  const ended = endedCount(action);
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

/** The remaining time at the current pace, if known. */
export function TimeLeft({ action, before = '' }: { action: BulkAction; before?: string }) {
  const t = useTranslations('bulk');
  const { secondsLeft } = action;
  if (secondsLeft === null || secondsLeft === 0) return null;
  return (
    <>
      {before}
      {t.rich('timeLeft', { duration: () => <Duration ms={secondsLeft * 1000} /> })}
    </>
  );
}

/** Why the bulk action is on hold, if it is. */
function HoldNotice({ hold }: Pick<BulkAction, 'hold'>) {
  const t = useTranslations('bulk');
  if (hold === null) return null;
  return (
    <p role="status" className="flex items-start gap-2 rounded-md bg-wait-soft px-3 py-2">
      <CirclePause aria-hidden="true" size={16} className="mt-0.5 shrink-0 text-wait" />
      <span>
        {t(`hold.${hold}`)}{' '}
        <Link href="/connection" className="rounded-md text-accent underline">
          {t('toConnection')}
        </Link>
      </span>
    </p>
  );
}

/** For screen readers: announces each quarter, and the end. In between the text does not change, so nothing is announced. */
function ProgressVoice({ action }: { action: BulkAction }) {
  const t = useTranslations('bulk.voice');
  const { total, finishedAt, failed, notPossible } = action;
  const cancelledText = useCancelledText(action);
  const quarter = total === 0 ? 1 : Math.floor((4 * endedCount(action)) / total) / 4;
  return (
    <p role="status" className="sr-only">
      {finishedAt === null
        ? t('quarter', { done: quarter })
        : (cancelledText ?? t('finished', { total, failed: failed + notPossible }))}
    </p>
  );
}
