'use client';

import { functionalUpdate, type Updater, useTable } from '@tanstack/react-table';
import { useTranslations } from 'next-intl';
import { type CSSProperties, useMemo } from 'react';
import {
  accessLooks,
  azureStatusLooks,
  entraProblemLooks,
  verdictLooks,
} from '#components/marks/status-looks';
import type { DeviceSelection } from '#lib/client/lists/device-selection';
import {
  clampWidth,
  type ListColumn,
  type ListPreference,
  listColumns,
  narrowest,
} from '#lib/client/lists/list-preference';
import { textWidth } from '#lib/client/lists/text-width';
import type { DeviceListItem } from '#lib/contract/device';
import { obstacles } from '#lib/domain/devices/obstacle';
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
  const least = useLeastWidths(preference.density);
  const layout = useMemo(() => {
    const hidden = listColumns.filter((id) => !columns.includes(id));
    return {
      columnOrder: [...columns, ...hidden],
      columnVisibility: Object.fromEntries(hidden.map((id) => [id, false])) as Record<string, boolean>,
      columnSizing: { ...least, ...widths } as Record<string, number>,
    };
  }, [columns, widths, least]);
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
      const given = sizes.filter(
        ([id, size]) => Object.hasOwn(widths, id) || size !== least[id as ListColumn],
      );
      onPreference({ widths: Object.fromEntries(given.map(([id, size]) => [id, clampWidth(size)])) });
    },
    onRowSelectionChange: (updater: Updater<Record<string, true>>) =>
      onSelection({ ids: functionalUpdate(updater, rowSelection), everything: false }),
  });
}

export type DeviceTableInstance = ReturnType<typeof useDeviceTable>;
export type DeviceTableRow = ReturnType<DeviceTableInstance['getRowModel']>['rows'][number];

/** Space around a cell's content, and the icon of a status with its gap, in pixels. */
const padding = 24;
const icon = 20;
/** The font of column names, in pixels */
const headSize = 12;

/** Columns of statuses are as wide as their longest word in the admin's language, so that none is cut or on two lines. */
function useLeastWidths(density: ListPreference['density']): Partial<Record<ListColumn, number>> {
  const t = useTranslations('device');
  const nameOf = useTranslations('table.column');
  return useMemo(() => {
    const widest = (words: readonly string[]) =>
      Math.max(...words.map((word) => textWidth(word))) + icon + padding;
    /** Reasons take two lines, without a word broken in the middle. */
    const widestWord = (texts: readonly string[]) =>
      Math.max(...texts.flatMap((text) => text.split(' ')).map((word) => textWidth(word))) + padding;
    const keys = <K extends string>(looks: Readonly<Record<K, unknown>>) => Object.keys(looks) as K[];
    const verdict = widest(keys(verdictLooks).map((name) => t(`verdict.${name}`)));
    const problems = keys(entraProblemLooks).map((name) => t(`entraShort.${name}`));
    const marks = [...problems, t('access.notRegistered')];
    const statuses = {
      // One line a row shows the second status as its icon, beside the first.
      verdict: density === 'compact' ? verdict + icon + padding : Math.max(verdict, widest(marks)),
      azureComplianceStatus: widest(keys(azureStatusLooks).map((name) => t(`azureStatus.${name}`))),
      access: widest(keys(accessLooks).map((name) => t(`access.${name}`))),
      entraProblem: widest(problems),
      lastReportedAt: widestWord(obstacles.map((name) => t(`blankShort.${name}`))),
    };
    const least: Partial<Record<string, number>> = statuses;
    const widthOfColumn = ({ id = '', size = narrowest }: { id?: string; size?: number }) => {
      const head = textWidth(nameOf(id as ListColumn), headSize) + icon + padding;
      return [id, Math.max(head, least[id] ?? size)];
    };
    return Object.fromEntries(deviceColumns.map(widthOfColumn));
  }, [t, nameOf, density]);
}

/** The width of the columns with check boxes and menus, in pixels. */
const tool = 36;
/** The width of the content of the widest page, in pixels. */
const usual = 1888;

function widthOf(table: DeviceTableInstance): number {
  return table.getTotalSize() + 2 * tool;
}

/** Whether the columns need more than the widest page; they may then use a wider window, too. */
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
