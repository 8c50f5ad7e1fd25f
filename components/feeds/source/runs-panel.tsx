'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import { FailureLine } from '#components/layout/action-form';
import { QueryError } from '#components/layout/load-error';
import { useDenied } from '#components/layout/session-context';
import { Button } from '#components/ui/button';
import { CircleAlert, CircleCheck, LoaderCircle } from '#components/ui/icons';
import { ModalDialog } from '#components/ui/modal-dialog';
import { Panel } from '#components/ui/panel';
import { RelativeTime } from '#components/ui/relative-time';
import { Skeleton } from '#components/ui/skeleton';
import { type StatusLook, statusBadge } from '#components/ui/status';
import { cancelSourceRun, skippedQuery, sourceRunsQuery } from '#lib/client/queries/source-queries';
import type { SourceItem } from '#lib/contract/sources/source';
import type { SourceRunItem } from '#lib/contract/sources/source-run';
import type { SourceRunState } from '#lib/domain/sources/source-problem';
import { shownText } from '#lib/domain/text/shown-text';
import { SkippedList } from './skipped-list.tsx';
import { ProblemText } from './source-marks.tsx';

const runLooks = {
  running: { tone: 'wait', icon: LoaderCircle },
  done: { tone: 'good', icon: CircleCheck },
  failed: { tone: 'bad', icon: CircleAlert },
} as const satisfies Record<SourceRunState, StatusLook>;

const RunStatus = statusBadge(runLooks, () => useTranslations('sources.runState'));

/** The run under way with its progress, and those before it. */
export function RunsPanel({ source }: { source: SourceItem }) {
  const t = useTranslations('sources');
  const { lastRun } = source;
  const query = useQuery(sourceRunsQuery(source.id, `${lastRun?.id} ${lastRun?.state}`));
  const running = lastRun?.state === 'running' ? lastRun : null;
  const ended = query.data?.items.filter(({ id }) => id !== running?.id);
  return (
    <Panel title={t('runs')} flush>
      {running && <RunProgress sourceId={source.id} run={running} />}
      <QueryError query={query} />
      {!query.data && !query.isError && (
        <p className="p-4">
          <Skeleton />
        </p>
      )}
      {ended?.length === 0 && running === null && <p className="p-4 text-muted">{t('noRuns')}</p>}
      <ol aria-label={t('runs')} className="divide-y divide-line">
        {ended?.map((run) => (
          <RunItem key={run.id} source={source} run={run} />
        ))}
      </ol>
    </Panel>
  );
}

function RunProgress({ sourceId, run }: { sourceId: string; run: SourceRunItem }) {
  const t = useTranslations('sources');
  const format = useFormatter();
  const denied = useDenied('admin');
  const cancel = useMutation(cancelSourceRun(useQueryClient(), sourceId));
  const { read, total, waitingUntil, stage, problem } = run;
  const share = total === null || total === 0 ? null : Math.min(1, read / total);
  return (
    <div className="flex flex-col gap-2 border-line border-b px-4 py-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <RunStatus value="running" />
        <Button
          disabled={denied !== null || cancel.isPending || run.cancelledAt !== null}
          title={denied ?? undefined}
          onClick={() => cancel.mutate(run.id)}
        >
          {run.cancelledAt === null ? t('cancelRun') : t('cancelling')}
        </Button>
      </div>
      {share !== null && (
        <div
          role="progressbar"
          aria-label={t('progress')}
          aria-valuemin={0}
          aria-valuemax={total ?? 0}
          aria-valuenow={read}
          className="h-1.5 overflow-hidden rounded-full bg-sunken ring-1 ring-line ring-inset"
        >
          <span
            className="block h-full bg-accent transition-[width] duration-500 motion-reduce:transition-none"
            style={{ width: `${100 * share}%` }}
          />
        </div>
      )}
      <p>
        {total === null
          ? t('read', { count: read })
          : t('readOf', { count: read, total: format.number(total) })}{' '}
        <span className="text-muted">{t(`stage.${stage}`)}</span>
      </p>
      {waitingUntil !== null && (
        <p className="text-wait">
          {t.rich('waiting', { time: () => <RelativeTime value={waitingUntil} future /> })}
        </p>
      )}
      {problem !== null && <ProblemText problem={problem} />}
      <FailureLine error={cancel.error} />
    </div>
  );
}

function RunItem({ source: { id, feed }, run }: { source: SourceItem; run: SourceRunItem }) {
  const t = useTranslations('sources');
  const [open, setOpen] = useState(false);
  const { kind, state, startedAt, requestedBy, skipped, rejected, missing, problem } = run;
  return (
    <li className="flex flex-col gap-0.5 px-4 py-2">
      <div className="flex flex-wrap items-center justify-between gap-x-4">
        <span className="flex flex-wrap gap-x-3">
          <RunStatus value={state} />
          <span>{t(`walk.${kind}`)}</span>
        </span>
        <span className="text-muted text-sm">
          <RelativeTime value={startedAt} />
          {requestedBy !== null && <> · {shownText(requestedBy)}</>}
        </span>
      </div>
      <RunCounts run={run} />
      {(rejected > 0 || (missing ?? 0) > 0) && (
        <p className="flex flex-wrap gap-x-3 text-wait">
          {rejected > 0 && <span>{t('rejectedCount', { count: rejected })}</span>}
          {missing !== null && missing > 0 && (
            <Link
              href={`/devices?feed=${encodeURIComponent(feed)}&missing=true`}
              className="rounded-md hover:underline"
            >
              {t('missingCount', { count: missing })}
            </Link>
          )}
        </p>
      )}
      {skipped > 0 && (
        <p>
          <button
            type="button"
            onClick={() => setOpen(true)}
            className="min-h-6 rounded-md text-accent hover:underline"
          >
            {t('skippedCount', { count: skipped })}
          </button>
        </p>
      )}
      {state === 'failed' && problem !== null && <ProblemText problem={problem} />}
      {open && <SkippedDialog sourceId={id} runId={run.id} onClose={() => setOpen(false)} />}
    </li>
  );
}

function RunCounts({ run }: { run: SourceRunItem }) {
  const t = useTranslations('sources');
  const { read, created, changed } = run;
  return (
    <p className="flex flex-wrap gap-x-3">
      <span>{t('read', { count: read })}</span>
      {created > 0 && <span>{t('createdCount', { count: created })}</span>}
      {changed > 0 && <span>{t('changedCount', { count: changed })}</span>}
      {read > 0 && created === 0 && changed === 0 && <span className="text-muted">{t('nothingNew')}</span>}
    </p>
  );
}

function SkippedDialog(props: { sourceId: string; runId: string; onClose: () => void }) {
  const t = useTranslations('sources');
  const common = useTranslations('common');
  const query = useQuery(skippedQuery(props.sourceId, props.runId));
  return (
    <ModalDialog title={t('skippedTitle')} open onClose={props.onClose}>
      <QueryError query={query} />
      {query.data ? <SkippedList skipped={query.data.items} /> : <Skeleton />}
      <div className="mt-4 flex justify-end">
        <Button onClick={props.onClose}>{common('close')}</Button>
      </div>
    </ModalDialog>
  );
}
