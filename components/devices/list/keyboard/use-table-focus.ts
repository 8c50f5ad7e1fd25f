'use client';

import { useRouter } from 'next/navigation';
import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useCallback,
  useLayoutEffect,
  useRef,
} from 'react';
import { deviceHref } from '#lib/client/lists/list-links';
import type { DeviceList } from '../use-device-list.ts';
import type { DeviceTableInstance } from '../use-device-table.ts';
import type { VirtualRows } from '../use-virtual-rows.ts';
import { useListPlace } from './use-list-place.ts';

interface Options {
  list: DeviceList;
  ids: readonly string[];
  activeIndex: number;
  rows: VirtualRows;
  scroller: RefObject<HTMLDivElement | null>;
  onMenu: (menu: { id: string; opener: HTMLElement }) => void;
}

const rowOf = (target: EventTarget) => (target as HTMLElement).closest<HTMLElement>('[data-row]');
const controls = 'a, button, input, label';

type RowFocusOptions = Pick<Options, 'list' | 'ids' | 'rows' | 'scroller'>;

/** Returns what moves the focus to a row, and restores it when the admin comes back to a page of the list. */
function useRowFocus({ list, ids, rows, scroller }: RowFocusOptions): (index: number) => void {
  const { active, setActive, focusNext } = list;
  const wanted = useRef<string>(undefined);

  // The wanted row may enter the document only after scrolling.
  useLayoutEffect(() => {
    const id = wanted.current;
    const row = id === undefined ? null : scroller.current?.querySelector<HTMLElement>(`[data-row="${id}"]`);
    if (!row) return;
    wanted.current = undefined;
    row.focus({ preventScroll: true });
  });
  function focusOn(id: string | undefined): void {
    wanted.current = id;
    if (id !== undefined) setActive(id);
  }
  /** The row comes into view from any scroll position. */
  function moveTo(index: number): void {
    focusOn(ids[index]);
    rows.scrollToIndex(index, { align: 'auto' });
  }

  useListPlace({
    pageKey: list.pageKey,
    ids,
    rows,
    scroller,
    active,
    onRestore: (id, focused) => {
      const known = id !== null && ids.includes(id) ? id : null;
      setActive(known);
      if (focusNext.current) moveTo(0);
      else if (focused && known !== null) focusOn(known);
      focusNext.current = false;
    },
  });
  return moveTo;
}

/** The active row of the table, and what mouse and keys do with rows. */
export function useTableFocus({ list, ids, activeIndex, rows, scroller, onMenu }: Options) {
  const router = useRouter();
  const { table, active, setActive } = list;
  const range = useRangeSelection(table, ids);
  const moveTo = useRowFocus({ list, ids, rows, scroller });
  const latest = useRef(range);
  latest.current = range;
  const check = useCallback((id: string, extend: boolean) => {
    if (extend) latest.current.extend(id);
    else latest.current.toggle(id);
  }, []);
  const openMenu = useCallback(
    (opener: HTMLElement) => {
      const id = rowOf(opener)?.dataset.row;
      if (id !== undefined) onMenu({ id, opener });
    },
    [onMenu],
  );

  const index = Math.max(0, activeIndex);
  const { startIndex = 0, endIndex = 10 } = rows.range ?? {};
  const perScreen = Math.max(1, endIndex - startIndex - 1);
  const onKeyDown = useRowKeys(
    { index, count: ids.length, perScreen },
    {
      move: (to, extend) => {
        const id = ids[to];
        if (id === undefined) return;
        if (extend && activeIndex >= 0 && active !== null) range.extend(id, active);
        if (!extend) range.begin(id);
        moveTo(to);
      },
      toggle: () => range.toggle(ids[index] ?? ''),
      selectPage: () => list.selectPage(true),
      open: () => router.push(deviceHref(ids[index] ?? '', window.location.search.slice(1))),
      quickLook: () => list.openQuickLook(ids[index] ?? ''),
      menu: openMenu,
    },
  );
  const handlers = {
    ...rowMouse(list, range),
    onKeyDown,
    onFocus: (event: FocusEvent) => setActive(rowOf(event.target)?.dataset.row ?? active),
  };
  return { handlers, check, openMenu };
}

/** Returns what a click does: alone, it begins a range; with Shift, it ends one; with Ctrl, it selects one row. */
function rowMouse({ active, setActive }: DeviceList, range: ReturnType<typeof useRangeSelection>) {
  const onControl = ({ target }: MouseEvent) => (target as HTMLElement).closest(controls) !== null;
  function onClick(event: MouseEvent): void {
    const id = rowOf(event.target)?.dataset.row;
    if (id === undefined || onControl(event)) return;
    if (event.shiftKey) range.extend(id, active ?? id);
    else if (event.ctrlKey || event.metaKey) range.toggle(id);
    else range.begin(id);
    setActive(id);
  }
  function onMouseDown(event: MouseEvent): void {
    // Shift selects rows, not text.
    if (event.shiftKey && !onControl(event)) event.preventDefault();
  }
  return { onClick, onMouseDown };
}

interface Range {
  anchor: string;
  /** The selection before the range; undefined: there is no range yet */
  base: Record<string, true> | undefined;
}

/** Selects single rows, and with Shift all rows from the last one. A range that shrinks deselects rows. */
function useRangeSelection(table: DeviceTableInstance, ids: readonly string[]) {
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

interface RowActions {
  /** Moves the focus to a row; `extend` moves the end of the selection with it */
  move: (index: number, extend: boolean) => void;
  toggle: () => void;
  selectPage: () => void;
  open: () => void;
  quickLook: () => void;
  menu: (row: HTMLElement) => void;
}

interface Place {
  index: number;
  count: number;
  /** How many rows fit into the window */
  perScreen: number;
}

/** The keys of a grid whose rows take the focus. */
function useRowKeys({ index, count, perScreen }: Place, actions: RowActions) {
  const steps: Record<string, number> = {
    ArrowDown: index + 1,
    ArrowUp: index - 1,
    PageDown: index + perScreen,
    PageUp: index - perScreen,
    Home: 0,
    End: count - 1,
  };
  return function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-row]');
    if (row === null || event.altKey || event.defaultPrevented) return;
    const act = actionOf(event, row);
    if (act === undefined) return;
    event.preventDefault();
    act();
  };

  function actionOf(event: KeyboardEvent, row: HTMLElement): (() => void) | undefined {
    const { key, shiftKey } = event;
    if (event.ctrlKey || event.metaKey) return key === 'a' ? actions.selectPage : undefined;
    const step = steps[key];
    if (step !== undefined) {
      return () => actions.move(Math.min(count - 1, Math.max(0, step)), shiftKey);
    }
    if (key === 'ContextMenu' || (key === 'F10' && shiftKey)) return () => actions.menu(row);
    if (key === 'ArrowRight') return actions.quickLook;
    // The link, the check box and the menu of a row use these keys themselves.
    if (event.target !== row) return undefined;
    if (key === ' ') return shiftKey ? () => actions.move(index, true) : actions.toggle;
    return key === 'Enter' ? actions.open : undefined;
  }
}
