'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { type Column, DataTable } from '#components/layout/data-table';
import { ListScreen } from '#components/layout/list-screen';
import { BackLink } from '#components/layout/page-header';
import { useDenied } from '#components/layout/session-context';
import { GivenText } from '#components/marks/given-text';
import { Button, buttonClass } from '#components/ui/button';
import { EmptyState } from '#components/ui/empty-state';
import { ListTodo, Plus } from '#components/ui/icons';
import { RelativeTime } from '#components/ui/relative-time';
import { useLiveQueries } from '#lib/client/live-changes';
import { concernsPolicies, policyKeys } from '#lib/client/queries/policy-queries';
import { versionListsQuery } from '#lib/client/queries/version-list-queries';
import type { VersionListItem } from '#lib/contract/version-list';
import { compareVersionKeys, versionKeyOf } from '#lib/domain/policies/version-key';
import { shownText } from '#lib/domain/text/shown-text';
import { useSystemName } from '../../marks/use-system-name.ts';
import { ManagedByFile } from '../policy-marks.tsx';
import { UsedBy } from './used-by.tsx';

/** All version lists. */
export function VersionListListScreen() {
  const t = useTranslations('versionLists');
  const back = useTranslations('policies')('back');
  const denied = useDenied('admin');
  const query = useQuery({
    ...versionListsQuery(),
    select: ({ items }) => ({ items, nextCursor: null }),
  });
  useLiveQueries(policyKeys.all, concernsPolicies);
  return (
    <ListScreen
      title={t('title')}
      about={t('about')}
      back={<BackLink href="/policies">{back}</BackLink>}
      aside={<NewListLink denied={denied} />}
      query={query}
      cursor={null}
      onGo={() => Promise.resolve()}
      empty={
        <EmptyState icon={ListTodo} title={t('none')} text={t('noneText')}>
          {denied === null && <Systems />}
        </EmptyState>
      }
    >
      {({ items }) => <ListTable lists={items} />}
    </ListScreen>
  );
}

function NewListLink({ denied }: { denied: string | null }) {
  const t = useTranslations('versionLists');
  const content = (
    <>
      <Plus aria-hidden="true" size={15} />
      {t('new')}
    </>
  );
  if (denied !== null)
    return (
      <Button look="primary" disabled title={denied}>
        {content}
      </Button>
    );
  return (
    <Link href="/policies/version-lists/new" className={buttonClass('primary')}>
      {content}
    </Link>
  );
}

/** Those that most fleets have */
const systems = ['ios', 'ipados', 'macos', 'android', 'windows'] as const;

/** A new list for a system. */
function Systems() {
  const t = useTranslations('versionLists');
  const systemName = useSystemName();
  return (
    <ul aria-label={t('start')} className="mt-2 flex flex-wrap justify-center gap-2">
      {systems.map((os) => (
        <li key={os}>
          <Link
            href={`/policies/version-lists/new?system=${os}`}
            prefetch={false}
            className={buttonClass('plain')}
          >
            <Plus aria-hidden="true" size={15} />
            {systemName(os)}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function ListTable({ lists }: { lists: readonly VersionListItem[] }) {
  const t = useTranslations('versionLists');
  const policies = useTranslations('policies');
  const columns: Column<VersionListItem>[] = [
    {
      id: 'name',
      head: policies('column.name'),
      width: 'w-[24%]',
      className: 'sheet-first',
      cell: ({ id, name, managedByFile }) => (
        <>
          <Link
            href={`/policies/version-lists/${id}`}
            prefetch={false}
            className="block rounded-md font-semibold text-accent hover:underline"
          >
            <GivenText text={name} />
          </Link>
          <ManagedByFile file={managedByFile} />
        </>
      ),
    },
    {
      id: 'versions',
      head: t('versions'),
      width: 'w-[28%]',
      className: 'sheet-first',
      cell: ({ versions }) => <Newest versions={versions} />,
    },
    {
      id: 'used',
      head: t('usedBy'),
      width: 'w-[28%]',
      label: t('usedBy'),
      cell: ({ usedBy }) => <UsedBy policies={usedBy} />,
    },
    {
      id: 'saved',
      head: policies('column.saved'),
      width: 'w-[20%]',
      className: 'sheet-first',
      cell: ({ updatedAt, updatedBy }) => (
        <span className="text-muted text-sm">
          {policies.rich('saved', {
            ago: () => <RelativeTime value={updatedAt} />,
            name: shownText(updatedBy),
          })}
        </span>
      ),
    },
  ];
  return <DataTable name={t('title')} columns={columns} rows={lists} keyOf={({ id }) => id} />;
}

const shown = 3;

/** How many versions there are, and the newest of them. */
function Newest({ versions }: Pick<VersionListItem, 'versions'>) {
  const t = useTranslations('versionLists');
  const format = useFormatter();
  if (versions.length === 0) return <span className="text-muted">{t('noVersions')}</span>;
  const keyOf = (version: string) => versionKeyOf(version) ?? [];
  const newest = versions
    .map(({ version }) => version)
    .sort((a, b) => compareVersionKeys(keyOf(b), keyOf(a)))
    .slice(0, shown);
  return (
    <>
      <span className="block">{t('count', { count: versions.length })}</span>
      <span className="text-muted text-sm">
        {t('newest', { versions: format.list(newest.map(shownText)) })}
      </span>
    </>
  );
}
