'use client';

import { type DragEvent, useState } from 'react';
import type { ListColumn } from '#lib/client/lists/list-preference';
import type { DeviceSort } from '#lib/domain/devices/device-criteria';
import { useDeviceSearch } from '../filters/use-device-search.ts';
import { asHead } from './grid-roles.ts';
import { SortableHeader } from './sortable-header.tsx';
import { TableResizer } from './table-resizer.tsx';
import { useColumnName } from './use-column-name.ts';
import type { DeviceTableInstance } from './use-device-table.ts';

const sortable = ['name', 'lastReportedAt', 'lastCheckInAt'] as const;
const dragged = 'application/x-tenko-column';

/** A column's name; dragged onto another it takes that one's place. The keyboard does so in the layout dialog. */
export function TableHeadCell({ table, column }: { table: DeviceTableInstance; column: ListColumn }) {
  const nameOf = useColumnName();
  const { search } = useDeviceSearch();
  const [isTarget, setIsTarget] = useState(false);
  const sort = sortable.find((name) => name === column);
  const movable = column !== 'name';

  function over(event: DragEvent) {
    if (!movable || !event.dataTransfer.types.includes(dragged)) return;
    event.preventDefault();
    setIsTarget(true);
  }
  function drop(event: DragEvent) {
    setIsTarget(false);
    const moved = event.dataTransfer.getData(dragged);
    if (!movable || moved === '' || moved === column) return;
    event.preventDefault();
    table.setColumnOrder((order) => moveBeside(order, moved, column));
  }

  return (
    <th
      scope="col"
      {...asHead}
      aria-sort={sort && ariaSort(search.sort, sort)}
      data-column={column}
      className={`${movable ? '' : 'sheet-first'} ${isTarget ? 'bg-accent-soft' : ''}`}
      onDragOver={over}
      onDragLeave={() => setIsTarget(false)}
      onDrop={drop}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dragging has another way, by keyboard */}
      <span
        draggable={movable}
        onDragStart={({ dataTransfer }) => dataTransfer.setData(dragged, column)}
        className={`min-w-0 flex-1 ${movable ? 'cursor-grab' : ''}`}
      >
        {sort ? <SortableHeader column={sort} /> : nameOf(column)}
      </span>
      <TableResizer table={table} column={column} />
    </th>
  );
}

/** Dragged forth it comes after the other, dragged back before it: always where the pointer is. */
function moveBeside(order: readonly string[], moved: string, target: string): string[] {
  const place = order.indexOf(target);
  const rest = order.filter((id) => id !== moved);
  return [...rest.slice(0, place), moved, ...rest.slice(place)];
}

function ariaSort(sort: DeviceSort, column: (typeof sortable)[number]) {
  if (sort === column) return 'ascending';
  return sort === `-${column}` ? 'descending' : 'none';
}
