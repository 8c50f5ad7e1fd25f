'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useDenied } from '#components/layout/session-context';
import { Button } from '#components/ui/button';
import { ListChecks } from '#components/ui/icons';
import { Panel } from '#components/ui/panel';
import { RelativeTime } from '#components/ui/relative-time';
import { lastPreflightQuery, runPreflight } from '#lib/client/queries/connection-queries';
import type { PreflightAnswer } from '#lib/contract/connection';
import { preflightSteps } from '#lib/domain/azure/preflight';
import { firstOfEachRemedy } from '#lib/domain/azure/remedy';
import { shownText } from '#lib/domain/text/shown-text';
import { ActionFailure } from './action-failure.tsx';
import { PreflightItem } from './preflight-item.tsx';

/** Checks the whole chain with real calls, and shows the last result. The list of steps is always there, so nothing jumps. */
export function PreflightPanel() {
  const t = useTranslations('connection.preflight');
  const preflight = useMutation(runPreflight(useQueryClient()));
  const { isPending, error } = preflight;
  const answer = useQuery(lastPreflightQuery()).data?.preflight ?? undefined;
  const denied = useDenied('admin');
  const explained = firstOfEachRemedy(answer?.steps ?? []);
  return (
    <Panel
      title={t('title')}
      flush
      aside={
        <Button
          look="primary"
          onClick={() => preflight.mutate()}
          disabled={isPending || denied !== null}
          title={denied ?? undefined}
        >
          <ListChecks aria-hidden="true" size={14} />
          {t('run')}
        </Button>
      }
    >
      <div className="px-4 py-3">
        <div role="status">
          {isPending ? (
            t('checking')
          ) : answer === undefined && denied !== null ? (
            denied
          ) : (
            <PreflightSummary answer={answer} />
          )}
        </div>
        {!isPending && answer !== undefined && answer.proxies.length > 0 && (
          <p className="text-muted">{t('throughProxy', { proxy: answer.proxies.join(', ') })}</p>
        )}
        <ActionFailure error={error} />
      </div>
      <ol aria-busy={isPending} className="divide-y divide-line border-line border-t">
        {preflightSteps.map((step) => (
          <PreflightItem
            key={step}
            step={step}
            entry={isPending ? null : (answer?.steps.find((entry) => entry.step === step) ?? null)}
            running={isPending}
            withRemedy={explained.has(step)}
          />
        ))}
      </ol>
    </Panel>
  );
}

/** The last result in one line, with when and by whom; before the first check, what it does. */
function PreflightSummary({ answer }: { answer: PreflightAnswer | undefined }) {
  const t = useTranslations('connection.preflight');
  if (answer === undefined) return <p className="text-muted">{t('lead')}</p>;
  const count = (wanted: string) => answer.steps.filter(({ status }) => status === wanted).length;
  const ago = () => <RelativeTime value={answer.checkedAt} />;
  const by = <span className="text-muted">{t('ranBy', { by: shownText(answer.by) })}</span>;
  if (!answer.ok) {
    return (
      <p className="text-bad">
        {t.rich('withFailures', { ago, count: count('failed') })} {by}
      </p>
    );
  }
  const warnings = count('warning');
  return warnings > 0 ? (
    <p className="text-wait">
      {t.rich('withWarnings', { ago, count: warnings })} {by}
    </p>
  ) : (
    <p className="text-good">
      {t.rich('allWell', { ago })} {by}
    </p>
  );
}
