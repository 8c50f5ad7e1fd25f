'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { CircleCheck, TriangleAlert } from '#components/ui/icons';
import { type BulkTarget, bulkForecastQuery } from '#lib/client/queries/bulk-queries';
import type { BulkForecast as Forecast } from '#lib/contract/bulk-forecast';
import { useCauseWords } from '../../marks/use-cause-words.ts';

export type BulkVerb = 'report' | 'retire' | 'move';

const kinds = { report: 'report', retire: 'retire', move: 'move_azure_id' } as const;

interface Props {
  verb: BulkVerb;
  target: BulkTarget;
  /** How many devices are chosen */
  count: number;
}

/** Before an action is confirmed: how many of the devices it will not do, and why. */
export function BulkForecast({ verb, target, count }: Props) {
  const t = useTranslations('table.bulk.forecast');
  const { data, isError } = useQuery(bulkForecastQuery(kinds[verb], target));
  return (
    <div role="status" className="mt-3 min-h-6 rounded-md bg-sunken px-3 py-2">
      {data === undefined && <p className="text-muted">{t(isError ? 'failed' : 'checking')}</p>}
      {data?.notPossible.value === 0 && (
        <p className="flex items-start gap-2">
          <CircleCheck aria-hidden="true" size={15} className="mt-0.5 shrink-0 text-good" />
          {t(`all.${verb}`, { count })}
        </p>
      )}
      {data !== undefined && data.notPossible.value > 0 && (
        <NotPossible verb={verb} total={count} forecast={data} />
      )}
    </div>
  );
}

function NotPossible({ verb, total, forecast }: { verb: BulkVerb; total: number; forecast: Forecast }) {
  const t = useTranslations('table.bulk.forecast');
  const { amountOf } = useCauseWords();
  const { notPossible, reasons } = forecast;
  const values = { total, count: notPossible.value, amount: amountOf(notPossible) };
  return (
    <>
      <p className="flex items-start gap-2">
        <TriangleAlert aria-hidden="true" size={15} className="mt-0.5 shrink-0 text-wait" />
        <span>{t(verb === 'report' ? 'some.report' : 'some.retire', values)}</span>
      </p>
      <ul className="mt-1 ms-6 flex list-disc flex-col gap-0.5 ps-4">
        {reasons.map(({ reason, count }) => (
          <li key={reason}>
            <span className="font-semibold">{amountOf(count)}</span> <Reason reason={reason} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** In the present: the same words say on the page of the action how it was. */
const present = ['no_channel', 'already_retired', 'azure_id_not_taken'] as const;

function Reason({ reason }: { reason: Forecast['reasons'][number]['reason'] }) {
  const t = useTranslations('table.bulk.forecast');
  const { meaningOf } = useCauseWords();
  const now = present.find((name) => name === reason);
  return <span className="text-muted">{now === undefined ? meaningOf(reason) : t(now)}</span>;
}
