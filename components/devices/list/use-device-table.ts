'use client';

import { functionalUpdate, type Updater, useTable } from '@tanstack/react-table';
import { type CSSProperties, useMemo } from 'react';
import type { DeviceSelection } from '#lib/client/lists/device-selection';
import {
  clampWidth,
  type ListColumn,
  type ListPreference,
  listColumns,
} from '#lib/client/lists/list-preference';
import type { DeviceListItem } from '#lib/contract/device';
import { deviceColumns, deviceTableFeatures } from './device-columns.tsx';

interface Options {
  devices: readonly DeviceListItem[];
  preference: ListPreference;
  onPreference: (next: Partial<ListPreference>) => void;
  selection: DeviceSelection;
  onSelection: (next: DeviceSelection) => void;
}

/** The table of the devices of one page. Its layout and selection are kept by the caller. */
export function useDeviceTable({ devices, preference, onPreference, selection, onSelection }: Options) {
  const { columns, widths } = preference;
  const layout = useMemo(() => {
    const hidden = listColumns.filter((id) => !columns.includes(id));
    return {
      columnOrder: [...columns, ...hidden],
      columnVisibility: Object.fromEntries(hidden.map((id) => [id, false])) as Record<string, boolean>,
      columnSizing: { ...widths } as Record<string, number>,
    };
  }, [columns, widths]);
  const rowSelection = useMemo(
    () =>
      selection.everything
        ? Object.fromEntries(devices.map(({ id }) => [id, true as const]))
        : { ...selection.ids },
    [selection, devices],
  );
  return useTable({
    features: deviceTableFeatures,
    columns: deviceColumns,
    data: devices as DeviceListItem[],
    getRowId: (device) => device.id,
    columnResizeMode: 'onEnd',
    state: { ...layout, rowSelection },
    onColumnOrderChange: (updater: Updater<string[]>) => {
      const order = functionalUpdate(updater, layout.columnOrder) as ListColumn[];
      onPreference({ columns: order.filter((id) => columns.includes(id)) });
    },
    onColumnVisibilityChange: (updater: Updater<Record<string, boolean>>) => {
      const visible = functionalUpdate(updater, layout.columnVisibility);
      onPreference({ columns: (layout.columnOrder as ListColumn[]).filter((id) => visible[id] !== false) });
    },
    onColumnSizingChange: (updater: Updater<Record<string, number>>) => {
      const sizes = Object.entries(functionalUpdate(updater, layout.columnSizing));
      onPreference({ widths: Object.fromEntries(sizes.map(([id, size]) => [id, clampWidth(size)])) });
    },
    onRowSelectionChange: (updater: Updater<Record<string, true>>) =>
      onSelection({ ids: functionalUpdate(updater, rowSelection), everything: false }),
  });
}

export type DeviceTableInstance = ReturnType<typeof useDeviceTable>;
export type DeviceTableRow = ReturnType<DeviceTableInstance['getRowModel']>['rows'][number];

/** The width of the columns with check boxes and menus, in pixels. */
const tool = 36;
/** The width of the content of a normal page, in pixels. */
const usual = 1216;

function widthOf(table: DeviceTableInstance): number {
  return table.getTotalSize() + 2 * tool;
}

/** Whether the columns need more than the normal page width; they may then use the whole window. */
export function isWide(table: DeviceTableInstance): boolean {
  return widthOf(table) > usual;
}

/** Columns share the remaining space in proportion to their sizes; a column with a width set by the admin keeps it. */
export function tableWidths(table: DeviceTableInstance, given: ListPreference['widths']): CSSProperties {
  const columns = table.getVisibleLeafColumns().map((column) => {
    const size = column.getSize();
    return Object.hasOwn(given, column.id) ? `${size}px` : `minmax(${size}px, ${size}fr)`;
  });
  const template = [`${tool}px`, ...columns, `minmax(${tool}px, 1fr)`].join(' ');
  return { '--columns': template, '--table-width': `${widthOf(table)}px` } as CSSProperties;
}
