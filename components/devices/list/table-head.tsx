'use client';

import { useTranslations } from 'next-intl';
import { type DragEvent, type MouseEvent, type TouchEvent, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { SortButton } from '#components/ui/sort-button';
import type { ListColumn } from '#lib/client/lists/list-preference';
import type { DeviceSort } from '#lib/domain/devices/device-criteria';
import { useDeviceSearch } from '../../layout/filters/use-device-search.ts';
import { useColumnName } from './device-columns.tsx';
import { asGroup, asHead, asRow } from './grid-roles.ts';
import type { DeviceList } from './use-device-list.ts';
import type { DeviceTableInstance } from './use-device-table.ts';

/** The names of the columns and the check box that selects the whole page. */
export function TableHead({ list: { table, query, selectPage } }: { list: DeviceList }) {
  const t = useTranslations('table');
  const all = table.getIsAllRowsSelected();
  const some = !all && table.getIsSomePageRowsSelected();
  return (
    <thead {...asGroup}>
      <tr {...asRow} aria-rowindex={1}>
        <th scope="col" {...asHead} className="sheet-tool">
          <label className="grid size-6 cursor-pointer place-items-center">
            <input
              type="checkbox"
              aria-label={t('selectPage')}
              ref={(box) => {
                if (box) box.indeterminate = some;
              }}
              checked={all}
              disabled={query.isPlaceholderData}
              onChange={() => selectPage(!all)}
              className="size-4 accent-accent"
            />
          </label>
        </th>
        {table.getVisibleLeafColumns().map(({ id }) => (
          <TableHeadCell key={id} table={table} column={id as ListColumn} />
        ))}
        <th scope="col" {...asHead} className="sheet-tool">
          <span className="sr-only">{t('menuColumn')}</span>
        </th>
      </tr>
    </thead>
  );
}

const sortable = ['name', 'lastReportedAt', 'lastCheckInAt'] as const;
const dragged = 'application/x-tenko-column';

/** The name of a column. Drag it onto another to take its place; the layout dialog does the same by keyboard. */
function TableHeadCell({ table, column }: { table: DeviceTableInstance; column: ListColumn }) {
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
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the layout dialog does the same by keyboard */}
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

/** Moved right, the column lands after the target; moved left, before it. */
function moveBeside(order: readonly string[], moved: string, target: string): string[] {
  const place = order.indexOf(target);
  const rest = order.filter((id) => id !== moved);
  return [...rest.slice(0, place), moved, ...rest.slice(place)];
}

function ariaSort(sort: DeviceSort, column: (typeof sortable)[number]) {
  if (sort === column) return 'ascending';
  return sort === `-${column}` ? 'descending' : 'none';
}

/** A column name that sorts, and sorts the other way when pressed again. Times start with the newest. */
function SortableHeader({ column }: { column: 'name' | 'lastReportedAt' | 'lastCheckInAt' }) {
  const nameOf = useColumnName();
  const { search, change } = useDeviceSearch();
  const descending = `-${column}` as const;
  const natural = column === 'name' ? column : descending;
  const other = column === 'name' ? descending : column;
  const direction = search.sort === column ? 'ascending' : search.sort === descending ? 'descending' : 'none';
  return (
    <SortButton
      label={nameOf(column)}
      direction={direction}
      onSort={() => change({ sort: search.sort === natural ? other : natural })}
    />
  );
}

/** The edge of a column. Drag it to resize the column, double-click it to reset the width. */
function TableResizer({ table, column: id }: { table: DeviceTableInstance; column: ListColumn }) {
  const edge = useRef<HTMLSpanElement>(null);
  const column = table.getColumn(id);
  const header = table.getFlatHeaders().find((one) => one.column.id === id);
  const resizing = column?.getIsResizing() ?? false;
  const offset = resizing ? (table.state.columnResizing.deltaOffset ?? 0) : 0;

  function start(event: MouseEvent | TouchEvent) {
    event.preventDefault();
    // A column that fills the remaining space is wider than its size.
    const actual = edge.current?.parentElement?.getBoundingClientRect().width;
    if (actual !== undefined) {
      flushSync(() => table.setColumnSizing((sizes) => ({ ...sizes, [id]: actual })));
    }
    header?.getResizeHandler()(event);
  }

  return (
    <span
      ref={edge}
      aria-hidden="true"
      onMouseDown={start}
      onTouchStart={start}
      onDoubleClick={() => column?.resetSize()}
      className="absolute end-0 top-0 z-10 flex h-full w-2 cursor-col-resize touch-none justify-end hover:*:bg-accent"
    >
      <span
        className={`h-full ${resizing ? 'w-0.5 bg-accent' : 'w-px bg-line'}`}
        style={resizing ? { transform: `translateX(${offset}px)` } : undefined}
      />
    </span>
  );
}
