'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { FailureLine } from '#components/layout/action-form';
import { GivenText } from '#components/marks/given-text';
import { Button, buttonClass } from '#components/ui/button';
import { CircleAlert, CircleCheck } from '#components/ui/icons';
import { Panel } from '#components/ui/panel';
import { Status } from '#components/ui/status';
import { RequestFailed } from '#lib/client/call';
import { type ColumnUse, sentName } from '#lib/client/imports/import-columns';
import { type FileHead, withColumns } from '#lib/client/imports/read-head';
import { uploadFile } from '#lib/client/imports/upload-file';
import { feedKeys } from '#lib/client/queries/feed-queries';
import type { ImportAnswer } from '#lib/contract/sources/import';
import type { ImportMapping } from '#lib/domain/sources/import-row';
import type { DateOrder } from '#lib/domain/text/written-time';
import { encodingNames } from './encoding-choice.tsx';
import { ImportNotes, useNoteText } from './import-notes.tsx';

/** What an admin decided to import. */
export interface PlannedImport {
  file: File;
  head: FileHead;
  feed: string;
  mapping: ImportMapping | null;
  /** Null: the columns keep their names */
  uses: readonly ColumnUse[] | null;
  dates: DateOrder;
  timeZone: string;
}

interface Props {
  planned: PlannedImport;
  /** Back to the columns */
  onBack: () => void;
  onOther: () => void;
}

/** Sends the file, with progress, and says what became of it. */
export function ImportRun({ planned, onBack, onOther }: Props) {
  const t = useTranslations('imports');
  const [share, setShare] = useState(0);
  const stop = useRef(new AbortController());
  const started = useRef(false);
  const client = useQueryClient();
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () => send(planned, stop.current.signal, setShare),
    onSettled: () => client.invalidateQueries({ queryKey: feedKeys.all }),
  });
  useEffect(() => {
    if (started.current) return;
    started.current = true;
    mutate();
  }, [mutate]);
  return (
    <Panel title={t('importOf', { name: planned.file.name })}>
      <div className="flex flex-col gap-3">
        {isPending && <Progress share={share} onStop={() => stop.current.abort()} />}
        {data !== undefined && <Result answer={data} planned={planned} />}
        {error !== null && <Failure error={error} />}
        {!isPending && (
          <div className="flex flex-wrap gap-2">
            {error !== null && <Button onClick={onBack}>{t('toColumns')}</Button>}
            <Button onClick={onOther}>{t('otherFile')}</Button>
          </div>
        )}
      </div>
    </Panel>
  );
}

async function send(
  { file, head, feed, mapping, uses, dates, timeZone }: PlannedImport,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<ImportAnswer> {
  const names = uses && head.columns.map((column, index) => sentName(column, uses[index] ?? 'ignore'));
  const body = names === null ? file : await withColumns(file, head, names);
  const query = {
    feed,
    ...(mapping !== null && { mapping }),
    ...(head.format === 'csv' && { dates, timeZone }),
    // Columns that get other names are sent in UTF-8.
    ...(names === null && head.encoding !== 'utf-8' && { encoding: head.encoding }),
  };
  return uploadFile({ file: body, format: head.format, query, signal, onProgress });
}

function Progress({ share, onStop }: { share: number; onStop: () => void }) {
  const t = useTranslations('imports');
  return (
    <>
      <p role="status">{share < 1 ? t('sending') : t('recording')}</p>
      <div
        role="progressbar"
        aria-label={t('sending')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(100 * share)}
        className="h-2 overflow-hidden rounded-full bg-sunken ring-1 ring-line ring-inset"
      >
        <span className="block h-full bg-accent" style={{ width: `${100 * share}%` }} />
      </div>
      <div>
        <Button onClick={onStop}>{t('stop')}</Button>
      </div>
    </>
  );
}

const outcomes = ['created', 'changed', 'unchanged', 'stale', 'rejected', 'skipped'] as const;

function Result({ answer, planned }: { answer: ImportAnswer; planned: PlannedImport }) {
  const { feed, head } = planned;
  const { name } = planned.file;
  // A file that was decoded here was sent in UTF-8.
  const encoding = head.encoding === 'utf-8' ? answer.encoding : head.encoding;
  const t = useTranslations('imports');
  const isClean = answer.rejected + answer.skipped === 0;
  return (
    <>
      <div role="status">
        {isClean ? (
          <Status tone="good" icon={CircleCheck}>
            {t('done', { count: answer.read })}
          </Status>
        ) : (
          <Status tone="wait" icon={CircleAlert}>
            {t('doneInPart', { count: answer.read, bad: answer.rejected + answer.skipped })}
          </Status>
        )}
      </div>
      <Counts answer={answer} />
      {encoding !== 'utf-8' && (
        <p className="text-muted">{t('decoded', { encoding: encodingNames[encoding] })}</p>
      )}
      <ImportNotes kind="errors" title={t('errors')} notes={answer.errors} file={`${name}-errors.csv`} />
      <ImportNotes
        kind="warnings"
        title={t('warnings', { count: answer.warnings })}
        notes={answer.notes}
        file={`${name}-warnings.csv`}
      />
      <p>
        <Link href={`/devices?feed=${encodeURIComponent(feed)}`} className={buttonClass('primary')}>
          {t('toDevices')}
        </Link>
      </p>
    </>
  );
}

function Counts({ answer }: { answer: ImportAnswer }) {
  const t = useTranslations('imports');
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-1">
      {outcomes
        .filter((outcome) => answer[outcome] > 0)
        .map((outcome) => (
          <div key={outcome} className="flex items-baseline gap-1.5">
            <dt className="text-muted">{t(`outcome.${outcome}`)}</dt>
            <dd className="font-semibold">{t('count', { count: answer[outcome] })}</dd>
          </div>
        ))}
    </dl>
  );
}

/** A file that breaks off was recorded up to there. */
function Failure({ error }: { error: Error }) {
  const t = useTranslations('imports');
  if (error.name === 'AbortError') return <p role="alert">{t('stopped')}</p>;
  const problem = error instanceof RequestFailed ? error.problem : null;
  const imported = readImported(problem);
  return (
    <div role="alert" className="flex flex-col gap-1">
      {problem?.code === 'invalid_input' || problem?.status === 409 ? (
        <>
          <p className="font-semibold text-bad">{t('refused')}</p>
          <Refusal code={problem.code} detail={problem.detail} errors={problem.errors ?? []} />
        </>
      ) : (
        <FailureLine error={error} />
      )}
      {imported !== null && <p>{t('recordedBefore', { count: imported })}</p>}
    </div>
  );
}

interface RefusalProps {
  code: string;
  detail: string;
  errors: readonly { path: string; code: string; message: string }[];
}

/** Why the file, or its columns, cannot be read. */
function Refusal({ code, detail, errors }: RefusalProps) {
  const t = useTranslations('imports');
  const textOf = useNoteText('errors');
  if (code === 'feed_taken') return <p>{t('feedConnected')}</p>;
  if (errors.length === 0)
    return (
      <p lang="en">
        <GivenText text={detail} />
      </p>
    );
  return (
    <ul>
      {errors.map((error) => (
        <li key={`${error.path} ${error.code}`} className="flex flex-wrap gap-x-3">
          {error.path !== '' && (
            <code>
              <GivenText text={error.path} />
            </code>
          )}
          <span title={error.message}>{textOf(error)}</span>
        </li>
      ))}
    </ul>
  );
}

function readImported(problem: object | null): number | null {
  if (problem === null || !('imported' in problem)) return null;
  const { imported } = problem;
  const isRead = typeof imported === 'object' && imported !== null && 'read' in imported;
  return isRead && typeof imported.read === 'number' && imported.read > 0 ? imported.read : null;
}
