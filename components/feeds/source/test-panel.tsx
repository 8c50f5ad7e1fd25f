'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { FailureLine } from '#components/layout/action-form';
import { useDenied } from '#components/layout/session-context';
import { Button } from '#components/ui/button';
import { CircleCheck, ListChecks, Play } from '#components/ui/icons';
import { Panel } from '#components/ui/panel';
import { Status } from '#components/ui/status';
import { saveSource, testSource } from '#lib/client/queries/source-queries';
import { draftOf, inputOf } from '#lib/client/sources/source-draft';
import { previewOf } from '#lib/client/sources/source-preview';
import type { SourceItem } from '#lib/contract/sources/source';
import type { SourceTest } from '#lib/contract/sources/source-run';
import { PreviewTable } from './preview-table.tsx';
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
