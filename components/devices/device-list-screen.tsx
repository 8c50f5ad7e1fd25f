'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import type { ListPreference } from '#lib/client/list-preference';
import { LoadError } from '../layout/load-error.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { DeviceFilters } from './device-filters.tsx';
import { DeviceListBody } from './device-list-body.tsx';
import { TableFoot } from './table-foot.tsx';
import { TableToolbar } from './table-toolbar.tsx';
import { isWide } from './table-widths.ts';
import { useDeviceList } from './use-device-list.ts';
import { ViewsBar } from './views-bar.tsx';

const TableQuickLook = dynamic(async () => (await import('./table-quick-look.tsx')).TableQuickLook);

/** All devices: filtered, sorted and paged by the address; what changes meanwhile is shown where it stands, or offered. */
export function DeviceListScreen({ preference }: { preference: ListPreference }) {
  const t = useTranslations('devices');
  const list = useDeviceList(preference);
  const { data, error, isError, isFetching, isPlaceholderData, refetch } = list.query;
  return (
    <div className="fills-page" data-wide={isWide(list.table) || undefined}>
      <PageTitle page={t('title')} />
      <TableToolbar list={list} />
      <ViewsBar />
      <DeviceFilters />
      {isError && <LoadError error={error} onRetry={() => void refetch()} retrying={isFetching} />}
      {!(isError && !data) && (
        <div className="table-frame">
          <div
            aria-busy={isPlaceholderData}
            className={`table-box transition-opacity ${isPlaceholderData ? 'opacity-60' : ''}`}
          >
            <DeviceListBody list={list} />
          </div>
          {list.looking && list.active !== null && (
            <TableQuickLook id={list.active} onClose={() => list.setLooking(false)} />
          )}
        </div>
      )}
      {data && <TableFoot list={list} />}
    </div>
  );
}
