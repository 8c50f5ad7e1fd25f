'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { FailureLine } from '#components/layout/action-form';
import { useDenied } from '#components/layout/session-context';
import { Button } from '#components/ui/button';
import { CircleAlert, CircleCheck, Send } from '#components/ui/icons';
import { Panel } from '#components/ui/panel';
import { Status } from '#components/ui/status';
import { testDestination } from '#lib/client/queries/alert-queries';
import type { AlertDestinationItem, AlertTest } from '#lib/contract/alert-destination';
import { ProblemText, ReceiverWords } from '../alert-marks.tsx';

/** Sends a message at once, and shows what the receiver answered. */
export function TestPanel({ destination }: { destination: AlertDestinationItem }) {
  const t = useTranslations('alerts.test');
  const denied = useDenied('admin');
  const test = useMutation(testDestination(useQueryClient(), destination.id));
  const { mutate, isPending, data, error } = test;
  return (
    <Panel
      title={t('title')}
      aside={
        <Button disabled={denied !== null || isPending} title={denied ?? undefined} onClick={() => mutate()}>
          <Send aria-hidden="true" size={14} />
          {t('send')}
        </Button>
      }
    >
      <p className="max-w-prose text-muted">{t('about')}</p>
      <div role="status" className="mt-2 flex flex-col gap-1 empty:hidden">
        {isPending && <p>{t('sending')}</p>}
        {!isPending && data !== undefined && <TestResult test={data} destination={destination} />}
      </div>
      <FailureLine error={error} />
    </Panel>
  );
}

interface ResultProps {
  test: AlertTest;
  destination: AlertDestinationItem;
}

function TestResult({ test: { ok, status, ms, error }, destination: { kind, problem } }: ResultProps) {
  const t = useTranslations('alerts');
  const format = useFormatter();
  const took = format.number(ms, { style: 'unit', unit: 'millisecond', unitDisplay: 'short' });
  return (
    <>
      <Status tone={ok ? 'good' : 'bad'} icon={ok ? CircleCheck : CircleAlert}>
        {error === null ? t('test.ok') : t(`problem.${error.code}.title`)}
      </Status>
      <p>
        {status === null ? t('test.noAnswer', { took }) : t('test.answer', { status: String(status), took })}
      </p>
      {/* What to do about it is said once: at the top of the page, if it is the state of the destination, too. */}
      {error !== null && error.code !== problem?.code && <ProblemText problem={error} />}
      {error !== null && error.code === problem?.code && <ReceiverWords message={error.message} />}
      {ok && kind === 'teams' && <p className="max-w-prose text-muted text-sm">{t('test.okTeams')}</p>}
      {ok && kind === 'email' && <p className="max-w-prose text-muted text-sm">{t('test.okEmail')}</p>}
    </>
  );
}
