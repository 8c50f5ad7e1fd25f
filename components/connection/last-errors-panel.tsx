'use client';

import { useTranslations } from 'next-intl';
import { FoldingPanel } from '#components/ui/folding-panel';
import { RelativeTime } from '#components/ui/relative-time';
import type { FailedCall } from '#lib/contract/connection';
import { MicrosoftWords, RequestIds } from './microsoft-problem.tsx';

export function LastErrorsPanel({ errors }: { errors: readonly FailedCall[] }) {
  const t = useTranslations('connection.errors');
  const newest = errors[0];
  return (
    <FoldingPanel title={t('title')} gist={newest === undefined ? t('none') : <ErrorTitle call={newest} />}>
      {errors.length === 0 ? (
        <p className="px-4 py-3 text-muted">{t('none')}</p>
      ) : (
        <ul className="divide-y divide-line">
          {grouped(errors).map((call) => (
            <ErrorEntry key={call.id} call={call} />
          ))}
        </ul>
      )}
    </FoldingPanel>
  );
}

/** Errors that say the same, one after the other, as one that happened more often. The newest comes first. */
function grouped(errors: readonly FailedCall[]): FailedCall[] {
  const groups: FailedCall[] = [];
  for (const call of errors) {
    const last = groups.at(-1);
    if (last !== undefined && kindOf(last) === kindOf(call)) {
      groups[groups.length - 1] = { ...last, firstAt: call.firstAt, times: last.times + call.times };
    } else groups.push(call);
  }
  return groups;
}

const kindOf = ({ step, httpStatus, errorCode, errorDetail }: FailedCall) =>
  JSON.stringify([step, httpStatus, errorCode, errorDetail]);

/** A failed call: when, how often, Microsoft's error, and the ids that find it. */
function ErrorEntry({ call }: { call: FailedCall }) {
  const { errorCode, errorDetail } = call;
  return (
    <li className="flex flex-col gap-0.5 px-4 py-2.5">
      <ErrorTitle call={call} />
      <p>
        <MicrosoftWords code={errorCode} detail={errorDetail} />
      </p>
      <RequestIds ids={call} />
    </li>
  );
}

function ErrorTitle({ call }: { call: FailedCall }) {
  const t = useTranslations('connection.errors');
  const { step, firstAt, lastAt, times, httpStatus } = call;
  return (
    <div className="flex flex-wrap items-baseline gap-x-3">
      <span className="font-medium">{t(`call.${step}`)}</span>
      <span className="text-bad">
        {httpStatus === null ? t('noAnswer') : t('http', { status: httpStatus })}
      </span>
      <span className="ms-auto text-muted text-sm">
        <RelativeTime value={lastAt} />
        {times > 1 && (
          <>
            {' · '}
            {t.rich('times', { count: times, ago: () => <RelativeTime value={firstAt} /> })}
          </>
        )}
      </span>
    </div>
  );
}
