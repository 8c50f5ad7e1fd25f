'use client';

import { useRef } from 'react';
import type { DeviceTableInstance } from '../use-device-table.ts';

interface Range {
  anchor: string;
  /** What was selected before the range was drawn; undefined: it is not drawn yet */
  base: Record<string, true> | undefined;
}

/** Selects single rows, and with Shift all from the last one touched: drawn back, a range gives rows free again. */
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
  /** `from`: where a range begins if none has yet */
  function extend(id: string, from = id): void {
    const { anchor, base = rowSelection } = range.current ?? { anchor: from };
    range.current = { anchor, base };
    const [first = 0, last = 0] = [ids.indexOf(anchor), ids.indexOf(id)].sort((a, b) => a - b);
    const between = ids.slice(Math.max(0, first), last + 1).map((one) => [one, true as const]);
    table.setRowSelection({ ...base, ...Object.fromEntries(between) });
  }
  return { begin, toggle, extend };
}
