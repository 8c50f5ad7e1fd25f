'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useDenied } from '#components/layout/session-context';
import { GivenText } from '#components/marks/given-text';
import { Button } from '#components/ui/button';
import { FoldingPanel } from '#components/ui/folding-panel';
import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CircleX,
  ListChecks,
  LoaderCircle,
} from '#components/ui/icons';
import { RelativeTime } from '#components/ui/relative-time';
import { statusBadge } from '#components/ui/status';
import { lastPreflightQuery, runPreflight } from '#lib/client/queries/connection-queries';
import type { PreflightAnswer, PreflightEntry } from '#lib/contract/connection';
import {
  type FindingCode,
  findingCodes,
  type PreflightStep,
  preflightSteps,
} from '#lib/domain/azure/preflight';
import { firstOfEachRemedy } from '#lib/domain/azure/remedy';
import { shownText } from '#lib/domain/text/shown-text';
import { ActionFailure, MicrosoftWords, RemedyText, RequestIds } from './microsoft-problem.tsx';

/** Checks the whole chain with real calls, and shows the last result. The list of steps is always there, so nothing jumps. */
export function PreflightPanel() {
  const t = useTranslations('connection.preflight');
  const preflight = useMutation(runPreflight(useQueryClient()));
  const { isPending, error } = preflight;
  const answer = useQuery(lastPreflightQuery()).data?.preflight ?? undefined;
  const denied = useDenied('admin');
  const explained = firstOfEachRemedy(answer?.steps ?? []);
  return (
    <FoldingPanel
      title={t('title')}
      unfolded={isPending || answer?.ok === false || error !== null}
      gist={answer && <PreflightSummary answer={answer} />}
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
    </FoldingPanel>
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

const stepLooks = {
  ok: { tone: 'good', icon: CircleCheck },
  warning: { tone: 'wait', icon: CircleAlert },
  failed: { tone: 'bad', icon: CircleX },
  skipped: { tone: 'muted', icon: CircleMinus },
  not_needed: { tone: 'muted', icon: CircleMinus },
  running: { tone: 'muted', icon: LoaderCircle },
  open: { tone: 'muted', icon: CircleDashed },
} as const;

const StepStatus = statusBadge(stepLooks, () => useTranslations('connection.preflight.status'));

interface Props {
  step: PreflightStep;
  /** Null: not checked yet, or being checked */
  entry: PreflightEntry | null;
  running: boolean;
  /** False if a step above already shows the same remedy */
  withRemedy: boolean;
}

function PreflightItem({ step, entry, running, withRemedy }: Props) {
  const t = useTranslations('connection.preflight');
  const status = entry?.status ?? (running ? 'running' : 'open');
  return (
    <li className="px-4 py-2">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <span className="min-w-0 flex-1 font-medium">{t(`step.${step}`)}</span>
        {entry !== null && entry.durationMs > 0 && (
          <span className="text-muted text-xs">{t('ms', { count: entry.durationMs })}</span>
        )}
        <span className="min-w-24">
          <StepStatus value={status} />
        </span>
      </div>
      {entry?.status === 'skipped' && entry.code === null && (
        <p className="text-muted text-sm">{t('skipped')}</p>
      )}
      {entry?.status === 'not_needed' && <p className="text-muted text-sm">{t('notNeeded')}</p>}
      {entry !== null && entry.code !== null && (
        <PreflightFinding entry={entry} code={entry.code} withRemedy={withRemedy} />
      )}
      {entry !== null && <PreflightPartners entry={entry} />}
      {entry?.deviceId !== undefined && (
        <p className="text-sm">
          <Link href={`/devices/${entry.deviceId}`} className="rounded-md text-accent underline">
            {t('triedWith')}
          </Link>
        </p>
      )}
    </li>
  );
}

interface PreflightFindingProps {
  entry: PreflightEntry;
  code: string;
  withRemedy: boolean;
}

/** What the step found, how to fix it, and the ids that Microsoft's support needs. */
function PreflightFinding({ entry, code, withRemedy }: PreflightFindingProps) {
  const t = useTranslations('connection.preflight');
  const known = findingCodes.find((one): one is FindingCode => one === code);
  const { detail, permissions = [], step } = entry;
  return (
    <div className="mt-1 flex flex-col gap-1 text-sm">
      {known && <p>{t(`finding.${known}`)}</p>}
      {permissions.length > 0 && (
        <ul className="list-disc ps-5">
          {permissions.map((permission) => (
            <li key={permission}>
              <code className="font-mono">{permission}</code>
            </li>
          ))}
        </ul>
      )}
      {(!known || detail !== null) && (
        <p>
          <MicrosoftWords code={known ? null : code} detail={detail} />
        </p>
      )}
      {withRemedy ? <RemedyText code={code} step={step} /> : <p className="text-muted">{t('sameRemedy')}</p>}
      <RequestIds ids={entry} />
    </div>
  );
}

interface PreflightPartnersProps {
  entry: PreflightEntry;
}

/** The tenant's other compliance partners by name, with Microsoft's state of each. */
function PreflightPartners({ entry }: PreflightPartnersProps) {
  const t = useTranslations('connection.preflight');
  const { partners = [] } = entry;
  const others = partners.filter(({ own }) => !own);
  if (others.length === 0) return null;
  return (
    <div className="mt-1 text-sm">
      {others.length < partners.length && <p>{t('otherPartners')}</p>}
      <ul className="list-disc ps-5">
        {others.map(({ name, state }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two may have the same name, and the list never changes
          <li key={index}>
            {name === null ? t('unnamedPartner') : <GivenText text={name} />}{' '}
            {state !== null && <code className="font-mono">{state}</code>}
          </li>
        ))}
      </ul>
    </div>
  );
}
