'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { FailureLine } from '#components/layout/action-form';
import { type Column, DataTable } from '#components/layout/data-table';
import { useDenied } from '#components/layout/session-context';
import { GivenText } from '#components/marks/given-text';
import { RejectionNotes, WarningNotes } from '#components/marks/intake-notes';
import { Button } from '#components/ui/button';
import { CircleCheck, ListChecks, Play } from '#components/ui/icons';
import { Panel } from '#components/ui/panel';
import { Status } from '#components/ui/status';
import { saveSource, testSource } from '#lib/client/queries/source-queries';
import { draftOf, inputOf } from '#lib/client/sources/source-draft';
import { type PreviewRow, previewOf } from '#lib/client/sources/source-preview';
import type { SourceItem } from '#lib/contract/source';
import type { SourceTest } from '#lib/contract/source-run';
import { operatingSystems } from '#lib/domain/devices/operating-system';
import { useSystemName } from '../../marks/use-system-name.ts';
import { SkippedList } from './skipped-list.tsx';
import { ProblemText } from './source-marks.tsx';

/** Reads the first page without storing anything, and shows what it becomes. `auto`: at once, as the source was just saved. */
export function TestPanel({ source, auto }: { source: SourceItem; auto: boolean }) {
  const t = useTranslations('sources.test');
  const denied = useDenied('admin');
  const test = useMutation(testSource(source.id));
  const started = useRef(false);
  const { mutate, isPending, data, error } = test;
  useEffect(() => {
    if (!auto || started.current || denied !== null) return;
    started.current = true;
    mutate();
  }, [auto, denied, mutate]);
  return (
    <Panel
      title={t('title')}
      aside={
        <Button disabled={denied !== null || isPending} title={denied ?? undefined} onClick={() => mutate()}>
          <ListChecks aria-hidden="true" size={14} />
          {t('run')}
        </Button>
      }
    >
      <div role="status" className="flex flex-col gap-3">
        {isPending && <p>{t('testing')}</p>}
        {!isPending && data === undefined && error === null && <p className="text-muted">{t('about')}</p>}
        {!isPending && data !== undefined && <TestResult test={data} source={source} />}
      </div>
      <FailureLine error={error} />
    </Panel>
  );
}

function TestResult({ test, source }: { test: SourceTest; source: SourceItem }) {
  const t = useTranslations('sources.test');
  const { ok, problem, total, devices, skipped } = test;
  if (!ok && problem !== undefined) return <ProblemText problem={problem} />;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Status tone="good" icon={CircleCheck}>
          {total === undefined ? t('ok') : t('okTotal', { count: total })}
        </Status>
        {!source.enabled && <StartReading source={source} />}
      </div>
      {devices.length === 0 ? <p>{t('noDevices')}</p> : <PreviewTable rows={previewOf(test)} />}
      {skipped.length > 0 && (
        <div>
          <p className="font-semibold text-wait">{t('skipped', { count: skipped.length })}</p>
          <SkippedList skipped={skipped} />
        </div>
      )}
    </>
  );
}

function PreviewTable({ rows }: { rows: readonly PreviewRow[] }) {
  const t = useTranslations('sources.test');
  const columns: Column<PreviewRow>[] = [
    {
      id: 'name',
      head: t('column.device'),
      width: 'w-[24%]',
      className: 'sheet-first',
      cell: ({ name, externalId }) => (
        <>
          <span className="font-medium">
            <GivenText text={name} />
          </span>
          <span className="block text-muted text-sm">
            <GivenText text={externalId} />
          </span>
        </>
      ),
    },
    {
      id: 'system',
      head: t('column.system'),
      width: 'w-[14%]',
      label: t('column.system'),
      cell: (row) => <SystemText row={row} />,
    },
    {
      id: 'user',
      head: t('column.user'),
      width: 'w-[18%]',
      label: t('column.user'),
      cell: ({ user }) => (user === null ? <None /> : <GivenText text={user} />),
    },
    {
      id: 'violations',
      head: t('column.violations'),
      width: 'w-[18%]',
      label: t('column.violations'),
      cell: ({ violations }) =>
        violations.length === 0 ? <None /> : <GivenText text={violations.join(', ')} />,
    },
    {
      id: 'azureId',
      head: t('column.azureId'),
      width: 'w-[14%]',
      label: t('column.azureId'),
      cell: ({ azureId }) =>
        azureId === null ? <None /> : <code className="wrap-anywhere text-sm">{azureId}</code>,
    },
  ];
  if (rows.some(({ errors, warnings }) => errors.length + warnings.length > 0)) {
    columns.push({
      id: 'notes',
      head: t('column.notes'),
      width: 'w-[16%]',
      className: 'sheet-first',
      cell: (row) => <RowNotes row={row} />,
    });
  }
  return (
    <div className="-mx-4 border-line border-y">
      <DataTable name={t('devices')} columns={columns} rows={rows} keyOf={({ externalId }) => externalId} />
    </div>
  );
}

function SystemText({ row: { os, osVersion } }: { row: PreviewRow }) {
  const systemName = useSystemName();
  const known = operatingSystems.find((system) => system === os?.toLowerCase());
  const name = known === undefined ? os : systemName(known);
  return <GivenText text={[name, osVersion].filter((part) => part !== null).join(' ')} />;
}

function RowNotes({ row: { errors, warnings } }: { row: PreviewRow }) {
  const t = useTranslations('sources.test');
  return (
    <>
      {errors.length > 0 && <span className="font-medium text-bad">{t('rejected')}</span>}
      <RejectionNotes notes={errors} />
      <WarningNotes notes={warnings} />
    </>
  );
}

function None() {
  const t = useTranslations('common');
  return <span className="text-muted">{t('none')}</span>;
}

/** A source that was only tested so far: reads it from now on. */
function StartReading({ source }: { source: SourceItem }) {
  const t = useTranslations('sources.test');
  const save = useMutation(saveSource(useQueryClient()));
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button
        look="primary"
        disabled={save.isPending}
        onClick={() => save.mutate({ id: source.id, body: inputOf(draftOf(source), true) })}
      >
        <Play aria-hidden="true" size={14} />
        {t('start')}
      </Button>
      <FailureLine error={save.error} />
    </div>
  );
}
