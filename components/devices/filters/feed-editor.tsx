'use client';

import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { CheckList } from '#components/ui/check-list';
import { toDeviceFilter } from '#lib/client/lists/device-search';
import { deviceCountsQuery } from '#lib/client/queries/device-count-queries';
import { shownText } from '#lib/domain/text/shown-text';
import { NameField } from '../views/name-field.tsx';
import { useDeviceSearch } from './use-device-search.ts';

/** Feeds by name: those that have devices, and any other that is typed. */
export function FeedEditor() {
  const t = useTranslations('filters');
  const format = useFormatter();
  const { search, change } = useDeviceSearch();
  const counts = useQuery(deviceCountsQuery(toDeviceFilter(search))).data?.by?.feed;
  const names = [...new Set([...Object.keys(counts ?? {}), ...search.feed])].toSorted();
  const choices = names.map((name) => ({
    value: name,
    label: shownText(name),
    count: counts && format.number(counts[name] ?? 0),
    code: true,
  }));
  const set = (feed: string[]) => change({ feed: feed.length > 0 ? feed : null });
  return (
    <>
      <CheckList legend={t('name.feed')} choices={choices} chosen={search.feed} onChange={set} />
      {counts === undefined && (
        <NameField
          label={t('feedName')}
          maxLength={100}
          onAdd={(name) => !search.feed.includes(name) && set([...search.feed, name])}
        />
      )}
    </>
  );
}
