'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type Column, DataTable } from '#components/layout/data-table';
import { ListScreen } from '#components/layout/list-screen';
import { useDenied } from '#components/layout/session-context';
import { GivenText } from '#components/marks/given-text';
import { Button, buttonClass } from '#components/ui/button';
import { EmptyState } from '#components/ui/empty-state';
import { Plus, RadioTower } from '#components/ui/icons';
import { feedsQuery } from '#lib/client/queries/feed-queries';
import { sourceNames } from '#lib/client/sources/source-fields';
import type { FeedItem } from '#lib/contract/feed';
import { acceptedOf, DevicesOfFeed, FeedHealthStatus, feedHref, LastCheckIn } from './feed-marks.tsx';

/** All feeds with their health. */
export function FeedListScreen() {
  const t = useTranslations('feeds');
  const query = useQuery({
    ...feedsQuery(),
    select: ({ items }) => ({ items, nextCursor: null }),
  });
  return (
    <ListScreen
      title={t('title')}
      help="feed"
      about={t('about')}
      aside={<FeedListActions />}
      query={query}
      cursor={null}
      onGo={() => Promise.resolve()}
      empty={<EmptyState icon={RadioTower} title={t('none')} text={t('noneText')} />}
    >
      {({ items }) => <FeedTable feeds={items} />}
    </ListScreen>
  );
}

function FeedTable({ feeds }: { feeds: readonly FeedItem[] }) {
  const t = useTranslations('feeds');
  const columns: Column<FeedItem>[] = [
    {
      id: 'name',
      head: t('column.name'),
      width: 'w-[20%]',
      className: 'sheet-first',
      cell: (feed) => <FeedName feed={feed} />,
    },
    {
      id: 'from',
      head: t('column.from'),
      width: 'w-[14%]',
      className: 'sheet-first',
      cell: (feed) => <FeedOrigin feed={feed} />,
    },
    {
      id: 'health',
      head: t('column.health'),
      width: 'w-[16%]',
      className: 'sheet-first',
      cell: ({ health }) => <FeedHealthStatus value={health} />,
    },
    {
      id: 'devices',
      head: t('column.devices'),
      width: 'w-[14%]',
      cell: (feed) => <DevicesOfFeed feed={feed} />,
    },
    {
      id: 'lastCheckIn',
      head: t('column.lastCheckIn'),
      width: 'w-[15%]',
      label: t('column.lastCheckIn'),
      cell: (feed) => <LastCheckIn feed={feed} />,
    },
    {
      id: 'day',
      head: t('column.day'),
      width: 'w-[21%]',
      label: t('column.day'),
      cell: (feed) => <DayFigures feed={feed} />,
    },
  ];
  return <DataTable name={t('title')} columns={columns} rows={feeds} keyOf={({ name }) => name} />;
}

/** A connected MDM has a name of its own. */
function FeedName({ feed }: { feed: FeedItem }) {
  const { name, source } = feed;
  return (
    <>
      <Link
        href={feedHref(feed)}
        prefetch={false}
        className="rounded-md font-semibold text-accent hover:underline"
      >
        <GivenText text={source?.name ?? name} />
      </Link>
      {source !== null && source.name !== name && (
        <span className="block text-muted text-sm">
          <GivenText text={name} />
        </span>
      )}
    </>
  );
}

/** An MDM that is called as its kind is need not be named twice on the card of a phone. */
function FeedOrigin({ feed }: { feed: FeedItem }) {
  const t = useTranslations('feeds');
  const { source } = feed;
  if (source === null) return t(isImported(feed) ? 'imported' : 'pushed');
  const kind = sourceNames[source.kind];
  return <span className={source.name === kind ? 'max-[56rem]:hidden' : undefined}>{kind}</span>;
}

/** What brings devices in: an MDM that Tenko reads, or a file. */
function FeedListActions() {
  const t = useTranslations('feeds');
  const denied = useDenied('admin');
  if (denied !== null) {
    return (
      <div className="flex flex-wrap gap-2">
        <Button disabled title={denied}>
          {t('import')}
        </Button>
        <Button look="primary" disabled title={denied}>
          <Plus aria-hidden="true" size={15} />
          {t('connect')}
        </Button>
      </div>
    );
  }
  return (
    <div className="flex flex-wrap gap-2">
      <Link href="/imports" className={buttonClass('plain')}>
        {t('import')}
      </Link>
      <Link href="/sources/new" className={buttonClass('primary')}>
        <Plus aria-hidden="true" size={15} />
        {t('connect')}
      </Link>
    </div>
  );
}

/** Accepted check-ins of the last day, and those that were rejected or adjusted where there are any. */
function DayFigures({ feed }: { feed: FeedItem }) {
  const t = useTranslations('feeds');
  const { rejected, warnings } = feed;
  return (
    <span className="flex flex-wrap gap-x-3">
      <span>{t('accepted', { count: acceptedOf(feed) })}</span>
      {rejected > 0 && (
        <Link
          href={feedHref(feed)}
          prefetch={false}
          className="rounded-md font-medium text-bad hover:underline"
        >
          {t('rejected', { count: rejected })}
        </Link>
      )}
      {warnings > 0 && <span className="text-wait">{t('warnings', { count: warnings })}</span>}
    </span>
  );
}

/** A file brought the last devices, and no program has sent anything since. */
function isImported({ importedAt, lastCheckInAt }: FeedItem): boolean {
  return importedAt !== null && (lastCheckInAt === null || lastCheckInAt <= importedAt);
}
