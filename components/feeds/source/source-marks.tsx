'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { FailureLine } from '#components/layout/action-form';
import { useDenied } from '#components/layout/session-context';
import { GivenText } from '#components/marks/given-text';
import { Button } from '#components/ui/button';
import { CircleAlert, CircleCheck, CircleDashed, CircleOff, LoaderCircle } from '#components/ui/icons';
import { HeadlinePanel } from '#components/ui/panel';
import { RelativeTime } from '#components/ui/relative-time';
import { type StatusLook, statusBadge } from '#components/ui/status';
import { startSourceRun } from '#lib/client/queries/source-queries';
import { type SourceState, stateOfSource } from '#lib/client/sources/source-state';
import type { SourceItem } from '#lib/contract/sources/source';
import type { SourceProblem } from '#lib/domain/sources/source-problem';

const stateLooks = {
  off: { tone: 'muted', icon: CircleOff },
  running: { tone: 'wait', icon: LoaderCircle },
  ok: { tone: 'good', icon: CircleCheck },
  failing: { tone: 'bad', icon: CircleAlert },
  never_run: { tone: 'muted', icon: CircleDashed },
} as const satisfies Record<SourceState, StatusLook>;

const StateStatus = statusBadge(stateLooks, () => useTranslations('sources.state'));

export function SourceStatus({ source, pill = false }: { source: SourceItem; pill?: boolean }) {
  return <StateStatus value={stateOfSource(source)} pill={pill} />;
}

/** What went wrong, in the words of the source, and what to do about it. */
export function ProblemText({ problem }: { problem: SourceProblem }) {
  const t = useTranslations('sources.problem');
  return (
    <div>
      <p className="font-semibold">{t(`${problem.code}.title`)}</p>
      <Remedy problem={problem} />
    </div>
  );
}

/** Their words are Tenko's own, and only say again what the title and the remedy say. */
const saysNoMore: readonly SourceProblem['code'][] = ['internal', 'secrets_unreadable', 'cancelled'];

function Remedy({ problem: { code, message } }: { problem: SourceProblem }) {
  const t = useTranslations('sources.problem');
  return (
    <>
      <p className="max-w-prose">{t(`${code}.remedy`)}</p>
      {message !== '' && !saysNoMore.includes(code) && (
        <p className="text-muted text-sm">
          {t.rich('details', {
            words: () => (
              <span lang="en">
                <GivenText text={message} />
              </span>
            ),
          })}
        </p>
      )}
    </>
  );
}

/** The problem that the last run ended with. */
export function SourceProblemPanel({ source }: { source: SourceItem }) {
  const t = useTranslations('sources');
  const titleOf = useTranslations('sources.problem');
  const { problem } = source;
  // While it is read, nobody knows whether the problem is still there.
  if (problem === null || source.lastRun?.state === 'running') return null;
  return (
    <HeadlinePanel tone="bad" icon={CircleAlert} title={titleOf(`${problem.code}.title`)}>
      <div className="flex flex-col items-start gap-1">
        <Remedy problem={problem} />
        <p className="text-muted text-sm">
          {t.rich('problemSince', { ago: () => <RelativeTime value={problem.since} /> })}
        </p>
        {problem.code === 'secrets_unreadable' && (
          <Link href={`/sources/${source.id}/edit`} className="rounded-md text-accent hover:underline">
            {t('enterSecrets')}
          </Link>
        )}
        {problem.code === 'fewer_devices' && <AcceptFewer id={source.id} />}
      </div>
    </HeadlinePanel>
  );
}

/** Far fewer devices than before may be right: an admin says so. */
function AcceptFewer({ id }: { id: string }) {
  const t = useTranslations('sources');
  const denied = useDenied('admin');
  const start = useMutation(startSourceRun(useQueryClient(), id));
  return (
    <p className="mt-1">
      <Button
        disabled={denied !== null || start.isPending}
        title={denied ?? undefined}
        onClick={() => start.mutate({ kind: 'full', acceptFewer: true })}
      >
        {t('acceptFewer')}
      </Button>
      <FailureLine error={start.error} />
    </p>
  );
}
