'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { ListSkeleton } from '#components/layout/list-skeleton';
import { LoadError } from '#components/layout/load-error';
import { Button } from '#components/ui/button';
import { EmptyState } from '#components/ui/empty-state';
import { SearchX } from '#components/ui/icons';
import { isFiltered } from '#lib/client/lists/device-search';
import type { ListPreference } from '#lib/client/lists/list-preference';
import { useDeviceSearch } from '../../layout/filters/use-device-search.ts';
import { DeviceFilters } from '../filters/device-filters.tsx';
import { ViewsBar } from '../views/views-bar.tsx';
import { DeviceTable } from './device-table.tsx';
import { NoDevices } from './no-devices.tsx';
import { TableFoot } from './table-foot.tsx';
import { TableToolbar } from './table-toolbar.tsx';
import { type DeviceList, useDeviceList } from './use-device-list.ts';
import { isWide } from './use-device-table.ts';

const QuickLook = dynamic(async () => (await import('../quick-look/quick-look.tsx')).QuickLook);

/** The device list. Its filters, sort order and page are in the address. Updates show in place or wait for a click. */
export function DeviceListScreen({ preference }: { preference: ListPreference }) {
  const list = useDeviceList(preference);
  const { data, error, isError, isFetching, isPlaceholderData, refetch } = list.query;
  return (
    <div className="fills-page" data-wide={isWide(list.table) || undefined}>
      <TableToolbar list={list} />
      <ViewsBar />
      <DeviceFilters columns={list.preference.columns} selection={list.selection} />
      {isError && <LoadError error={error} onRetry={() => void refetch()} retrying={isFetching} />}
      {!(isError && !data) && (
        <div className="table-frame">
          <div
            aria-busy={isPlaceholderData}
            className={`table-box transition-opacity ${isPlaceholderData ? 'opacity-60' : ''}`}
          >
            <DeviceListBody list={list} />
          </div>
          {list.quickLookOpen && list.active !== null && (
            <QuickLook id={list.active} onClose={() => list.setQuickLookOpen(false)} />
          )}
        </div>
      )}
      {data && <TableFoot list={list} />}
    </div>
  );
}

/** The rows, their skeleton, or why there are none. */
function DeviceListBody({ list }: { list: DeviceList }) {
  const { search, steady } = list;
  if (!steady) return <ListSkeleton />;
  if (steady.page.items.length > 0) return <DeviceTable list={list} />;
  return isFiltered(search) || search.cursor !== null ? <NoMatches /> : <NoDevices />;
}

function NoMatches() {
  const t = useTranslations('devices');
  const clearAll = useTranslations('list')('clearAll');
  const { clear } = useDeviceSearch();
  return (
    <EmptyState icon={SearchX} title={t('noMatch')} text={t('noMatchText')}>
      <Button onClick={clear}>{clearAll}</Button>
    </EmptyState>
  );
}
