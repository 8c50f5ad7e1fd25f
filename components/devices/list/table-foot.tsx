'use client';

import { TableSelection } from '../bulk/table-selection.tsx';
import { DevicePager } from './device-pager.tsx';
import { TablePageSize } from './table-page-size.tsx';
import type { DeviceList } from './use-device-list.ts';

/** Below the rows: what is chosen and what to do with it, and the way to other pages. It has its place from the start. */
export function TableFoot({ list }: { list: DeviceList }) {
  return (
    <footer className="flex min-h-8 flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <TableSelection list={list} />
      <div className="ms-auto flex flex-wrap items-center justify-end gap-x-4 gap-y-2">
        <TablePageSize list={list} />
        <DevicePager list={list} />
      </div>
    </footer>
  );
}
