'use client';

import { debounce } from 'es-toolkit';
import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useMemo } from 'react';
import type { VirtualRows } from '../use-virtual-rows.ts';

interface Options {
  /** The current page */
  pageKey: string;
  ids: readonly string[];
  rows: VirtualRows;
  scroller: RefObject<HTMLDivElement | null>;
  active: string | null;
  onRestore: (active: string | null, focused: boolean) => void;
}

const quietMs = 150;

/** Saves the scroll position of a page and restores it on return. A new page starts at the top. */
export function useListPlace({ pageKey, ids, rows, scroller, active, onRestore }: Options): void {
  const keep = useEffectEvent(() => {
    // Rows that have yet to come would replace the place that they are to be shown at.
    if (ids.length === 0) return;
    const margin = rows.options.scrollMargin;
    const offset = (rows.scrollOffset ?? 0) + rows.options.scrollPaddingStart;
    const topmost = rows.getVirtualItemForOffset(Math.max(offset, margin));
    keepPlace({
      row: ids[topmost?.index ?? 0] ?? '',
      within: (rows.scrollOffset ?? 0) - (topmost?.start ?? 0),
      active,
      focused: scroller.current?.contains(document.activeElement) ?? false,
    });
  });
  const keepSoon = useMemo(() => debounce(() => keep(), quietMs), []);

  const returnTo = useEffectEvent((place: ListPlace | null): boolean => {
    const start = place === null ? undefined : rows.measurementsCache[ids.indexOf(place.row)]?.start;
    if (place === null || start === undefined) return false;
    rows.scrollToOffset(start + place.within);
    return true;
  });
  const restore = useEffectEvent((place: ListPlace | null) => {
    if (!returnTo(place) && rows.scrollElement !== window) rows.scrollToOffset(0);
    onRestore(place?.active ?? null, place?.focused ?? false);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each new page
  useLayoutEffect(() => {
    const place = readPlace();
    restore(place);
    // By then the rows are measured. A first row that is higher than estimated has moved itself up.
    const frame = requestAnimationFrame(() => returnTo(place));
    return () => cancelAnimationFrame(frame);
  }, [pageKey, rows]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: for each new active row
  useEffect(() => keepSoon(), [active, keepSoon]);
  useEffect(() => {
    const keepNow = () => {
      keepSoon();
      keepSoon.flush();
    };
    const listening = new AbortController();
    const { signal } = listening;
    document.addEventListener('scroll', () => keepSoon(), { signal, capture: true, passive: true });
    document.addEventListener('focusin', () => keepSoon(), { signal });
    // A click on a link may leave the page at once.
    document.addEventListener('click', keepNow, { signal, capture: true });
    const opens = ({ key }: KeyboardEvent) => key === 'Enter' && keepNow();
    document.addEventListener('keydown', opens, { signal, capture: true });
    window.addEventListener('pagehide', keepNow, { signal });
    return () => {
      keepSoon.cancel();
      listening.abort();
    };
  }, [keepSoon]);
}

/** An admin's position in a list: stored in the entry of the browser's history, so that Back, Forward and a reload restore it. */
interface ListPlace {
  /** The first visible row, and how far it is scrolled */
  row: string;
  within: number;
  /** The row with the keyboard focus */
  active: string | null;
  focused: boolean;
}

/** Null: this entry of the history has no stored position. */
function readPlace(): ListPlace | null {
  return (window.history.state as { tenkoList?: ListPlace } | null)?.tenkoList ?? null;
}

function keepPlace(place: ListPlace): void {
  window.history.replaceState({ ...window.history.state, tenkoList: place }, '');
}
