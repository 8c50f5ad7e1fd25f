'use client';

import { useTable } from '@tanstack/react-table';
import { useTranslations } from 'next-intl';
import type { DeviceListItem } from '#lib/contract/device';
import type { DeviceSort } from '#lib/domain/device-criteria';
import {
  type DeviceColumnId,
  deviceColumnIds,
  deviceColumns,
  deviceTableFeatures,
} from './device-columns.tsx';
import { SortableHeader } from './sortable-header.tsx';
import { useDeviceSearch } from './use-device-search.ts';

const sortable = ['name', 'lastReportedAt', 'lastCheckInAt'] as const;
/** Two times beside each other are told apart on a phone. */
const labelled = new Set(['lastReportedAt', 'lastCheckInAt']);
const widths = {
  name: 'w-[17%]',
  user: 'w-[16%]',
  os: 'w-[8%]',
  verdict: 'w-[13%]',
  azureComplianceStatus: 'w-[12%]',
  clientStatusCode: 'w-[13%]',
  lastReportedAt: 'w-[10%]',
  lastCheckInAt: 'w-[11%]',
} satisfies Record<DeviceColumnId, string>;

export function DeviceTable({ devices }: { devices: DeviceListItem[] }) {
  const t = useTranslations('devices');
  const { search } = useDeviceSearch();
  const table = useTable({
    features: deviceTableFeatures,
    columns: deviceColumns,
    data: devices,
    getRowId: (device) => device.id,
  });
  return (
    // Explicit roles: rows that are laid out anew on a phone must stay a table for those who hear it.
    // biome-ignore lint/a11y/noRedundantRoles: see above
    <table role="table" aria-label={t('title')} className="sheet min-[56rem]:table-fixed">
      <thead>
        <tr>
          {deviceColumnIds.map((id) => {
            const sort = sortable.find((name) => name === id);
            return (
              <th key={id} scope="col" className={widths[id]} aria-sort={sort && ariaSort(search.sort, sort)}>
                {sort ? <SortableHeader column={sort} /> : t(`column.${id}`)}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>
        {table.getRowModel().rows.map((row) => (
          // biome-ignore lint/a11y/noRedundantRoles: as above
          <tr key={row.id} role="row" className="hover:bg-accent-soft/40">
            {row.getAllCells().map((cell, index) => (
              <td
                key={cell.id}
                // biome-ignore lint/a11y/noRedundantRoles: as above
                role="cell"
                className={cellClass(cell.column.id, row.original, index === 0)}
                data-label={
                  labelled.has(cell.column.id) ? t(`column.${cell.column.id as DeviceColumnId}`) : undefined
                }
              >
                <table.FlexRender cell={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ariaSort(sort: DeviceSort, column: (typeof sortable)[number]) {
  if (sort === column) return 'ascending';
  return sort === `-${column}` ? 'descending' : 'none';
}

/** On a phone a client that is connected is not worth a line. */
function cellClass(column: string, device: DeviceListItem, first: boolean): string {
  if (first) return 'sheet-first';
  return column === 'clientStatusCode' && device.clientStatusCode === 'Success' ? 'max-[56rem]:hidden' : '';
}
