'use client';

import { type MouseEvent, type TouchEvent, useRef } from 'react';
import { flushSync } from 'react-dom';
import type { ListColumn } from '#lib/client/lists/list-preference';
import type { DeviceTableInstance } from './use-device-table.ts';

/** The edge of a column's head, to be dragged; twice clicked, the width is the first again. */
export function TableResizer({ table, column: id }: { table: DeviceTableInstance; column: ListColumn }) {
  const edge = useRef<HTMLSpanElement>(null);
  const column = table.getColumn(id);
  const header = table.getFlatHeaders().find((one) => one.column.id === id);
  const resizing = column?.getIsResizing() ?? false;
  const offset = resizing ? (table.state.columnResizing.deltaOffset ?? 0) : 0;

  function start(event: MouseEvent | TouchEvent) {
    event.preventDefault();
    // A column that fills what is left over is wider than its size says.
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
