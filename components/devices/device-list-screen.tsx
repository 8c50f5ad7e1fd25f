'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { PageTitle } from '#components/layout/page-title';
import { deviceListQuery } from '#lib/client/device-queries';
import { LoadError } from '../layout/load-error.tsx';
import { DeviceFilters } from './device-filters.tsx';
import { DeviceListBody } from './device-list-body.tsx';
import { DevicePager } from './device-pager.tsx';
import { DeviceTotal } from './device-total.tsx';
import { useDeviceSearch } from './use-device-search.ts';
import { ViewsBar } from './views-bar.tsx';

/** All devices: filtered, sorted and paged by the address, refreshed while it is looked at. */
export function DeviceListScreen() {
  const t = useTranslations('devices');
  const updated = useTranslations('list')('updated');
  const { search } = useDeviceSearch();
  const { data, error, isError, isFetching, isPlaceholderData, refetch } = useQuery(deviceListQuery(search));
  return (
    <div className="flex flex-col gap-3">
      <PageTitle page={t('title')} />
      <header className="flex flex-wrap items-baseline gap-x-3">
        <h1 className="font-semibold text-xl">{t('title')}</h1>
        {data?.total && <DeviceTotal total={data.total} />}
        <span className="ms-auto text-muted text-xs">{updated}</span>
      </header>
      <ViewsBar />
      <DeviceFilters />
      {isError && <LoadError error={error} onRetry={() => void refetch()} retrying={isFetching} />}
      {!(isError && !data) && (
        <div
          aria-busy={isPlaceholderData}
          className={`overflow-hidden rounded-lg border border-line bg-surface transition-opacity ${isPlaceholderData ? 'opacity-60' : ''}`}
        >
          <DeviceListBody page={data} />
        </div>
      )}
      {data && <DevicePager nextCursor={data.nextCursor} loading={isPlaceholderData} />}
    </div>
  );
}
