'use client';

import { useRouter } from 'next/navigation';
import {
  type FocusEvent,
  type MouseEvent,
  type RefObject,
  useCallback,
  useLayoutEffect,
  useRef,
} from 'react';
import { deviceHref } from '#lib/client/lists/list-origin';
import type { DeviceList } from '../use-device-list.ts';
import type { VirtualRows } from '../use-virtual-rows.ts';
import { useListPlace } from './use-list-place.ts';
import { useRangeSelection } from './use-range-selection.ts';
import { useRowKeys } from './use-row-keys.ts';

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
