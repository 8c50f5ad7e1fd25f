'use client';

import { defaultRangeExtractor, useVirtualizer, useWindowVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';
import type { Density } from '#lib/client/lists/list-preference';

interface Options {
  ids: readonly string[];
  density: Density;
  /** Stays in the document wherever one scrolls to: it holds the focus */
  activeIndex: number;
  /** All of them: for printing, and for the browser's own search */
  whole: boolean;
  scroller: RefObject<HTMLDivElement | null>;
  body: RefObject<HTMLTableSectionElement | null>;
}

/** Guesses, until it was measured. The table's head stands above the rows and covers them. */
const heights = { comfortable: 53, compact: 33 } as const;
const cardHeight = 104;
const headHeight = 37;
/** What the server renders: a screen full. */
const firstPaint = { width: 1280, height: 720 };

/** Rows in view and a few around. A wide screen scrolls the table between fixed head and foot, a phone the page. */
export function useVirtualRows({ ids, density, activeIndex, whole, scroller, body }: Options) {
  const wide = useWideScreen();
  const [offset, setOffset] = useState(headHeight);
  const shared = {
    count: ids.length,
    // What was measured in one density says nothing about the other.
    getItemKey: (index: number) => `${density} ${ids[index] ?? index}`,
    overscan: 8,
    initialRect: firstPaint,
    initialOffset: 0,
    // The way to a row ends after two still frames: rows drawn later than that would push it out of view.
    useFlushSync: true,
    rangeExtractor: (range: Parameters<typeof defaultRangeExtractor>[0]) => {
      if (whole) return ids.map((_, index) => index);
      const indexes = defaultRangeExtractor(range);
      if (activeIndex < 0 || indexes.includes(activeIndex)) return indexes;
      return [...indexes, activeIndex].sort((a, b) => a - b);
    },
  };
  const inside = useVirtualizer<HTMLDivElement, HTMLTableRowElement>({
    ...shared,
    enabled: wide,
    getScrollElement: () => scroller.current,
    estimateSize: () => heights[density],
    scrollMargin: offset,
    scrollPaddingStart: offset,
  });
  const page = useWindowVirtualizer<HTMLTableRowElement>({
    ...shared,
    enabled: !wide,
    estimateSize: () => cardHeight,
    scrollMargin: offset,
    scrollPaddingStart: 8,
    scrollPaddingEnd: 64,
  });
  // Names of columns that break into two lines, or another filter above the list, push the rows down.
  useLayoutEffect(() => {
    const [rowsBox, box] = [body.current, scroller.current].map((element) =>
      element?.getBoundingClientRect(),
    );
    if (rowsBox === undefined || box === undefined) return;
    const above = wide ? (scroller.current?.scrollTop ?? 0) - box.top : window.scrollY;
    setOffset(Math.round(rowsBox.top + above));
  });
  return { wide, rows: wide ? inside : page };
}

export type VirtualRows = ReturnType<typeof useVirtualRows>['rows'];

/** As `.sheet` in globals.css: narrower than this, rows are cards and the page itself scrolls. */
const query = '(width >= 56rem)';

function onChange(listener: () => void): () => void {
  const list = window.matchMedia(query);
  list.addEventListener('change', listener);
  return () => list.removeEventListener('change', listener);
}

/** Room for a table; the server takes it for granted. */
function useWideScreen(): boolean {
  return useSyncExternalStore(
    onChange,
    () => window.matchMedia(query).matches,
    () => true,
  );
}

/** Whether all rows must be in the document: to be printed, or found by the browser's own search. */
export function useWholeTable(): boolean {
  const [whole, setWhole] = useState(false);
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    const lookForText = ({ key, ctrlKey, metaKey }: KeyboardEvent) => {
      if (key === 'F3' || (key.toLowerCase() === 'f' && (ctrlKey || metaKey))) setWhole(true);
    };
    window.addEventListener('beforeprint', () => flushSync(() => setWhole(true)), { signal });
    window.addEventListener('afterprint', () => setWhole(false), { signal });
    document.addEventListener('keydown', lookForText, { signal });
    return () => listening.abort();
  }, []);
  return whole;
}
