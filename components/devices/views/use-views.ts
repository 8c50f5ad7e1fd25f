'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { isSameQuery, listHref, toDeviceFilter } from '#lib/client/lists/device-search';
import { useLiveChanges } from '#lib/client/live-changes';
import { viewKeys, viewsQuery } from '#lib/client/queries/view-queries';
import type { SavedView, ViewCount, ViewQuery } from '#lib/contract/view';
import { builtInViewNames, builtInViews, defaultDeviceSort } from '#lib/domain/devices/device-criteria';
import { useDeviceSearch } from '../../layout/filters/use-device-search.ts';

export interface ShownView {
  key: string;
  name: string;
  href: string;
  query: ViewQuery;
  /** Null: not counted; undefined: not loaded yet */
  count: ViewCount | undefined;
  current: boolean;
  saved: SavedView | null;
}

/** Counts are not requested more often than this while devices check in. */
const countsEveryMs = 2_000;

/** Returns all views, the current one, and the saved view that was opened and then changed. */
export function useViews() {
  const t = useTranslations('views');
  const { search } = useDeviceSearch();
  const { data } = useQuery(viewsQuery());
  useFreshCounts();
  const now = { filter: toDeviceFilter(search), sort: search.sort };
  const known = data?.saved ?? [];
  const opened = known.find(({ id }) => id === search.view) ?? null;
  const exact = opened ? (isSameQuery(opened.query, now) ? opened : null) : undefined;
  const builtInNow = builtInViewNames.find((name) =>
    isSameQuery({ filter: builtInViews[name], sort: defaultDeviceSort }, now),
  );
  const savedNow =
    exact === undefined && builtInNow === undefined
      ? (known.find(({ query }) => isSameQuery(query, now)) ?? null)
      : (exact ?? null);

  const builtIn = builtInViewNames.map((name): ShownView => {
    const query = { filter: builtInViews[name], sort: defaultDeviceSort };
    return {
      key: name,
      name: t(`builtIn.${name}`),
      href: listHref(query.filter),
      query,
      saved: null,
      count: data?.builtIn.find((view) => view.name === name)?.count,
      current: name === builtInNow && savedNow === null,
    };
  });
  const saved = known.map(
    (view): ShownView => ({
      key: view.id,
      name: view.name,
      query: view.query,
      saved: view,
      count: view.count,
      href: listHref(view.query.filter, view.query.sort, view.id),
      current: view.id === savedNow?.id,
    }),
  );
  /** The view that the actions change: the current one, or the one that was opened and then changed */
  const subject = savedNow ?? opened;
  return { builtIn, saved, now, subject, modified: subject !== null && savedNow === null };
}

/** Shows saved views at once; refreshes the counts less often. */
function useFreshCounts(): void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useLiveChanges(({ devices, topics }) => {
    if (topics.includes('views')) void client.invalidateQueries({ queryKey: viewKeys.all });
    else if (devices.length > 0 && timer.current === undefined) {
      timer.current = setTimeout(() => {
        timer.current = undefined;
        void client.invalidateQueries({ queryKey: viewKeys.all });
      }, countsEveryMs);
    }
  });
}
