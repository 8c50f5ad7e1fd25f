'use client';

import { useRef } from 'react';
import type { DeviceTableInstance } from '../use-device-table.ts';

interface Range {
  anchor: string;
  /** The selection before the range; undefined: there is no range yet */
  base: Record<string, true> | undefined;
}

/** Selects single rows, and with Shift all rows from the last one. A range that shrinks deselects rows. */
export function useRangeSelection(table: DeviceTableInstance, ids: readonly string[]) {
  const range = useRef<Range>(undefined);
  const { rowSelection } = table.state;

  function begin(id: string): void {
    range.current = { anchor: id, base: undefined };
  }
  function toggle(id: string): void {
    begin(id);
    table.getRow(id).toggleSelected();
  }
  /** `from`: where the range begins if there is none yet */
  function extend(id: string, from = id): void {
    const { anchor, base = rowSelection } = range.current ?? { anchor: from };
    range.current = { anchor, base };
    const [first = 0, last = 0] = [ids.indexOf(anchor), ids.indexOf(id)].sort((a, b) => a - b);
    const between = ids.slice(Math.max(0, first), last + 1).map((one) => [one, true as const]);
    table.setRowSelection({ ...base, ...Object.fromEntries(between) });
  }
  return { begin, toggle, extend };
}
