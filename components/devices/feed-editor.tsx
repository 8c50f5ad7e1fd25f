'use client';

import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'next-intl';
import { deviceCountsQuery } from '#lib/client/device-count-queries';
import { toDeviceFilter } from '#lib/client/device-search';
import { shownText } from '#lib/domain/shown-text';
import { CheckList } from '../ui/check-list.tsx';
import { NameField } from './name-field.tsx';
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
