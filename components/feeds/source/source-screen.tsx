'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { FailureLine } from '#components/layout/action-form';
import { DeleteDialog } from '#components/layout/delete-dialog';
import { ListSkeleton } from '#components/layout/list-skeleton';
import { QueryError } from '#components/layout/load-error';
import { BackLink, PageHeader } from '#components/layout/page-header';
import { useDenied } from '#components/layout/session-context';
import { GivenText } from '#components/marks/given-text';
import { Button, buttonClass } from '#components/ui/button';
import { Pencil, RefreshCw, Trash2 } from '#components/ui/icons';
import { useLiveQueries } from '#lib/client/live-changes';
import { feedsQuery } from '#lib/client/queries/feed-queries';
import {
  concernsSources,
  deleteSource,
  sourceKeys,
  sourceQuery,
  startSourceRun,
} from '#lib/client/queries/source-queries';
import { sourceNames } from '#lib/client/sources/source-fields';
import type { SourceItem } from '#lib/contract/sources/source';
import { shownText } from '#lib/domain/text/shown-text';
import { FiguresPanel } from '../figures-panel.tsx';
import { RejectionsPanel } from '../rejections-panel.tsx';
import { RunsPanel } from './runs-panel.tsx';
import { SettingsPanel } from './settings-panel.tsx';
import { SourceProblemPanel, SourceStatus } from './source-marks.tsx';
import { TestPanel } from './test-panel.tsx';

/** An MDM that Tenko reads: whether that works, what it brought, and how it is set up. `justSaved`: it is tested at once. */
export function SourceScreen({ id, justSaved }: { id: string; justSaved: boolean }) {
  const query = useQuery(sourceQuery(id));
  const testing = useOnce(justSaved, `/sources/${id}`);
  const { data: source, isError } = query;
  useLiveQueries(sourceKeys.all, concernsSources);
  return (
    <div className="flex flex-col gap-4">
      <QueryError query={query} />
      {!source && !isError && <ListSkeleton />}
      {source && (
        <>
          <SourceHeader source={source} />
          <SourceProblemPanel source={source} />
          {(testing || !source.enabled) && <TestPanel source={source} auto={testing} />}
          <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,7fr)_minmax(0,5fr)]">
            <div className="grid min-w-0 gap-4">
              <RunsPanel source={source} />
            </div>
            <div className="grid min-w-0 gap-4">
              <FeedFigures feed={source.feed} />
              <SettingsPanel source={source} />
            </div>
          </div>
          {!testing && source.enabled && <TestPanel source={source} auto={false} />}
          <RejectionsPanel name={source.feed} />
        </>
      )}
    </div>
  );
}

/** Whether the address asked for something as the page was opened. It asks no more: the page that is loaded again does not. */
function useOnce(asked: boolean, path: string): boolean {
  const router = useRouter();
  const [atFirst] = useState(asked);
  useEffect(() => {
    if (asked) router.replace(path, { scroll: false });
  }, [asked, path, router]);
  return atFirst;
}

/** How often the figures are read again, in ms: a run adds to them. */
const figuresMs = 5000;

function FeedFigures({ feed: name }: { feed: string }) {
  const feed = useQuery({ ...feedsQuery(), refetchInterval: figuresMs }).data?.items.find(
    (one) => one.name === name,
  );
  return feed === undefined ? null : <FiguresPanel feed={feed} />;
}

function SourceHeader({ source }: { source: SourceItem }) {
  const t = useTranslations('sources');
  const { name, kind } = source;
  return (
    <PageHeader
      title={shownText(name)}
      heading={<GivenText text={name} />}
      help="source"
      back={<BackLink href="/feeds">{t('back')}</BackLink>}
      beside={<SourceStatus source={source} pill />}
      aside={<SourceActions source={source} />}
    >
      {name !== sourceNames[kind] && <p className="text-muted">{sourceNames[kind]}</p>}
    </PageHeader>
  );
}

function SourceActions({ source }: { source: SourceItem }) {
  const t = useTranslations('sources');
  const denied = useDenied('admin');
  const [open, setOpen] = useState(false);
  const start = useMutation(startSourceRun(useQueryClient(), source.id));
  const running = source.lastRun?.state === 'running';
  return (
    <div className="flex flex-wrap items-center gap-2 sm:justify-end">
      <FailureLine error={start.error} />
      <Button disabled={denied !== null} title={denied ?? undefined} onClick={() => setOpen(true)}>
        <Trash2 aria-hidden="true" size={14} />
        {t('delete')}
      </Button>
      {denied === null ? (
        <Link href={`/sources/${source.id}/edit`} className={buttonClass('plain')}>
          <Pencil aria-hidden="true" size={14} />
          {t('edit')}
        </Link>
      ) : (
        <Button disabled title={denied}>
          <Pencil aria-hidden="true" size={14} />
          {t('edit')}
        </Button>
      )}
      <Button
        look="primary"
        disabled={denied !== null || running || start.isPending}
        title={denied ?? (running ? t('runningNow') : undefined)}
        onClick={() => start.mutate({})}
      >
        <RefreshCw aria-hidden="true" size={14} />
        {t('runNow')}
      </Button>
      {open && <DisconnectDialog source={source} onClose={() => setOpen(false)} />}
    </div>
  );
}

function DisconnectDialog({
  source: { id, name, observeOnly },
  onClose,
}: {
  source: SourceItem;
  onClose: () => void;
}) {
  const t = useTranslations('sources');
  const remove = useMutation(deleteSource(useQueryClient(), id));
  return (
    <DeleteDialog
      title={t('deleteTitle', { name: shownText(name) })}
      submit={t('delete')}
      remove={remove}
      listPath="/feeds"
      onClose={onClose}
    >
      <p className="mt-2">{t('deleteText')}</p>
      {!observeOnly && <p className="mt-2">{t('deleteReported')}</p>}
    </DeleteDialog>
  );
}
