import type { CSSProperties } from 'react';
import type { ListPreference } from '#lib/client/lists/list-preference';
import type { DeviceTableInstance } from './use-device-table.ts';

/** The columns of check boxes and menus, in pixels. */
const tool = 36;
/** What fits into a page of the usual width. */
const usual = 1216;

function widthOf(table: DeviceTableInstance): number {
  return table.getTotalSize() + 2 * tool;
}

/** More columns than the usual page has room for may use the whole window. */
export function isWide(table: DeviceTableInstance): boolean {
  return widthOf(table) > usual;
}

/** Columns share what is left over by their sizes; one that an admin gave a width keeps it. */
export function tableWidths(table: DeviceTableInstance, given: ListPreference['widths']): CSSProperties {
  const columns = table.getVisibleLeafColumns().map((column) => {
    const size = column.getSize();
    return Object.hasOwn(given, column.id) ? `${size}px` : `minmax(${size}px, ${size}fr)`;
  });
  const template = [`${tool}px`, ...columns, `minmax(${tool}px, 1fr)`].join(' ');
  return { '--columns': template, '--table-width': `${widthOf(table)}px` } as CSSProperties;
}
