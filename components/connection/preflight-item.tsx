'use client';

import { useTranslations } from 'next-intl';
import type { PreflightEntry } from '#lib/contract/connection';
import type { PreflightStep } from '#lib/domain/azure/preflight';
import { CircleAlert, CircleCheck, CircleDashed, CircleMinus, CircleX, LoaderCircle } from '../ui/icons.tsx';
import { Status } from '../ui/status.tsx';
import { PreflightFinding } from './preflight-finding.tsx';
import { PreflightPartners } from './preflight-partners.tsx';

const looks = {
  ok: { tone: 'good', icon: CircleCheck },
  warning: { tone: 'wait', icon: CircleAlert },
  failed: { tone: 'bad', icon: CircleX },
  skipped: { tone: 'muted', icon: CircleMinus },
  running: { tone: 'muted', icon: LoaderCircle },
  open: { tone: 'muted', icon: CircleDashed },
} as const;

interface Props {
  step: PreflightStep;
  /** Null: not checked, or being checked */
  entry: PreflightEntry | null;
  running: boolean;
  /** False: a step above called for the same remedy */
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
          <Status {...looks[status]}>{t(`status.${status}`)}</Status>
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
