'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { LoadError } from '#components/layout/load-error';
import { PageTitle } from '#components/layout/page-title';
import type { ListPreference } from '#lib/client/lists/list-preference';
import { DeviceFilters } from '../filters/device-filters.tsx';
import { ViewsBar } from '../views/views-bar.tsx';
import { DeviceListBody } from './device-list-body.tsx';
import { TableFoot } from './table-foot.tsx';
import { TableToolbar } from './table-toolbar.tsx';
import { isWide } from './table-widths.ts';
import { useDeviceList } from './use-device-list.ts';

const TableQuickLook = dynamic(
  async () => (await import('../quick-look/table-quick-look.tsx')).TableQuickLook,
);

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
