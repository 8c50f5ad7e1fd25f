'use client';

import { useTranslations } from 'next-intl';
import { GivenText } from '#components/marks/given-text';
import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CircleX,
  LoaderCircle,
} from '#components/ui/icons';
import { statusBadge } from '#components/ui/status';
import type { PreflightEntry } from '#lib/contract/connection';
import { type FindingCode, findingCodes, type PreflightStep } from '#lib/domain/azure/preflight';
import { MicrosoftWords, RemedyText, RequestIds } from './microsoft-problem.tsx';

const stepLooks = {
  ok: { tone: 'good', icon: CircleCheck },
  warning: { tone: 'wait', icon: CircleAlert },
  failed: { tone: 'bad', icon: CircleX },
  skipped: { tone: 'muted', icon: CircleMinus },
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

export function PreflightItem({ step, entry, running, withRemedy }: Props) {
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
      {entry?.status === 'skipped' && <p className="text-muted text-sm">{t('skipped')}</p>}
      {entry !== null && entry.code !== null && (
        <PreflightFinding entry={entry} code={entry.code} withRemedy={withRemedy} />
      )}
      {entry !== null && <PreflightPartners entry={entry} />}
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
