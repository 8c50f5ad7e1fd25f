'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ExportDialog } from '#components/layout/export-dialog';
import { useDenied } from '#components/layout/session-context';
import { RadioList } from '#components/ui/check-list';
import { toDeviceFilter } from '#lib/client/lists/device-search';
import type { DeviceSelection } from '#lib/client/lists/device-selection';
import { exportedAs, type ListColumn } from '#lib/client/lists/list-preference';
import { deviceExportPath, deviceListQuery } from '#lib/client/queries/device-queries';
import { pastedBounds } from '#lib/domain/devices/search-text';
import { toQueryString } from '#lib/domain/text/query-string';
import { useDeviceSearch } from '../../layout/filters/use-device-search.ts';
import { FilterSummary } from './filter-summary.tsx';

interface Props {
  columns: readonly ListColumn[];
  selection: DeviceSelection;
  onClose: () => void;
}

/** Exports the devices of the list, or those that are selected, with all columns or those that it shows. */
export function DeviceExportDialog({ columns, selection, onClose }: Props) {
  const t = useTranslations('export');
  const { search } = useDeviceSearch();
  const total = useQuery(deviceListQuery(search)).data?.total;
  const selected = selection.everything ? [] : Object.keys(selection.ids);
  // More do not fit into an address.
  const mayBeSelected = selected.length > 0 && selected.length <= pastedBounds.values;
  const [devices, setDevices] = useState<'selected' | 'matching'>(mayBeSelected ? 'selected' : 'matching');
  const [chosen, setChosen] = useState<'all' | 'shown'>('all');
  const denied = useDenied('admin');
  const filter = toDeviceFilter(search);
  const only = chosen === 'shown' && { columns: exportedAs(columns) };
  const exported = devices === 'selected' ? { id: selected } : filter;
  return (
    <ExportDialog
      title={t('title')}
      summary={
        <>
          {mayBeSelected && (
            <RadioList
              legend={t('devices')}
              value={devices}
              choices={[
                { value: 'selected', label: t('selected', { count: selected.length }) },
                { value: 'matching', label: t('matching') },
              ]}
              onChoose={setDevices}
            />
          )}
          {devices === 'matching' && (
            <>
              <FilterSummary filter={filter} />
              {total && <p>{t(total.exact ? 'count' : 'countMore', { count: total.value })}</p>}
            </>
          )}
        </>
      }
      pathOf={({ format, ...rest }) =>
        deviceExportPath({ format, ...only, ...rest, ...exported, sort: search.sort })
      }
      onClose={onClose}
    >
      <RadioList
        legend={t('columns')}
        value={chosen}
        choices={[
          { value: 'all', label: t('columnChoices.all'), hint: t('columnHints.all') },
          { value: 'shown', label: t('columnChoices.shown'), hint: t('columnHints.shown') },
        ]}
        onChoose={setChosen}
      />
      {denied === null && devices === 'matching' && (
        <Link
          href={`/alerts/exports/new?${toQueryString({ ...filter, sort: search.sort, ...only })}`}
          prefetch={false}
          className="w-fit rounded-md text-accent underline"
        >
          {t('regularly')}
        </Link>
      )}
    </ExportDialog>
  );
}
