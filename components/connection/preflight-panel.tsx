'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { runPreflight } from '#lib/client/queries/connection-mutations';
import { lastPreflightQuery } from '#lib/client/queries/connection-queries';
import { preflightSteps } from '#lib/domain/azure/preflight';
import { firstOfEachRemedy } from '#lib/domain/azure/remedy';
import { useDenied } from '../layout/use-denied.ts';
import { Button } from '../ui/button.tsx';
import { ListChecks } from '../ui/icons.tsx';
import { Panel } from '../ui/panel.tsx';
import { ActionFailure } from './action-failure.tsx';
import { PreflightItem } from './preflight-item.tsx';
import { PreflightSummary } from './preflight-summary.tsx';

/** A real check of the whole chain, and what the last one found; the list keeps its place before, while and after it runs. */
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
