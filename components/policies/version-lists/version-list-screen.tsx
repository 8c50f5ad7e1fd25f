'use client';

import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { type Column, DataTable } from '#components/layout/data-table';
import { ListSkeleton } from '#components/layout/list-skeleton';
import { QueryError } from '#components/layout/load-error';
import { BackLink, PageHeader } from '#components/layout/page-header';
import { useDenied } from '#components/layout/session-context';
import { GivenText } from '#components/marks/given-text';
import { Panel } from '#components/ui/panel';
import { RelativeTime } from '#components/ui/relative-time';
import { versionListQuery } from '#lib/client/queries/version-list-queries';
import type { VersionListItem } from '#lib/contract/version-list';
import type { OperatingSystem } from '#lib/domain/devices/operating-system';
import { shownText } from '#lib/domain/text/shown-text';
import { useSystemName } from '../../marks/use-system-name.ts';
import { DeleteVersionList } from './delete-version-list.tsx';
import { UsedBy } from './used-by.tsx';
import { VersionListForm } from './version-list-form.tsx';

/** The form of a new list. */
export function NewVersionListScreen({ system }: { system: OperatingSystem | null }) {
  const t = useTranslations('versionLists');
  const systemName = useSystemName();
  const name = system === null ? '' : systemName(system);
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title={t('new')} back={<BackLink href="/policies/version-lists">{t('back')}</BackLink>}>
        <p className="max-w-prose text-muted">{t('about')}</p>
      </PageHeader>
      <VersionListForm id={null} initial={{ name, versions: [] }} />
    </div>
  );
}

/** A list: admins write it, others read it. */
export function VersionListScreen({ id }: { id: string }) {
  const query = useQuery(versionListQuery(id));
  const denied = useDenied('admin');
  const { data: list, isError } = query;
  return (
    <div className="flex flex-col gap-4">
      <QueryError query={query} />
      {!list && !isError && <ListSkeleton />}
      {list && (
        <>
          <ListHeader list={list} />
          {denied === null ? <VersionListForm id={id} initial={list} /> : <VersionTable list={list} />}
        </>
      )}
    </div>
  );
}

function ListHeader({ list }: { list: VersionListItem }) {
  const t = useTranslations('versionLists');
  const policies = useTranslations('policies');
  const { name, updatedAt, updatedBy, managedByFile, usedBy } = list;
  return (
    <PageHeader
      title={shownText(name)}
      heading={<GivenText text={name} />}
      back={<BackLink href="/policies/version-lists">{t('back')}</BackLink>}
      aside={<DeleteVersionList list={list} />}
    >
      <p className="text-muted text-sm">
        {policies.rich('saved', {
          ago: () => <RelativeTime value={updatedAt} />,
          name: shownText(updatedBy),
        })}
      </p>
      {managedByFile !== null && (
        <p className="text-wait">{t('managed', { file: shownText(managedByFile) })}</p>
      )}
      <div className="mt-1 flex flex-wrap gap-x-2">
        <span className="text-muted">{t('usedBy')}</span>
        <UsedBy policies={usedBy} />
      </div>
    </PageHeader>
  );
}

type Listed = VersionListItem['versions'][number];

function VersionTable({ list: { versions } }: { list: VersionListItem }) {
  const t = useTranslations('versionLists');
  const format = useFormatter();
  const columns: Column<Listed>[] = [
    {
      id: 'version',
      head: t('version'),
      width: 'w-[20%]',
      className: 'sheet-first',
      cell: ({ version }) => <GivenText text={version} />,
    },
    {
      id: 'released',
      head: t('released'),
      width: 'w-[30%]',
      label: t('released'),
      cell: ({ releasedAt }) => releasedAt,
    },
    {
      id: 'models',
      head: t('models'),
      width: 'w-[50%]',
      label: t('models'),
      cell: ({ models }) => (models === undefined ? t('allModels') : format.list(models.map(shownText))),
    },
  ];
  return (
    <Panel title={t('versions')}>
      {versions.length === 0 ? (
        <p className="text-muted">{t('noVersions')}</p>
      ) : (
        <DataTable
          name={t('versions')}
          columns={columns}
          rows={versions}
          keyOf={({ version, models = [] }) => [version, ...models].join()}
        />
      )}
    </Panel>
  );
}
