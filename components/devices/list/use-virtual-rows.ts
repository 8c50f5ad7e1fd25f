'use client';

import { defaultRangeExtractor, useVirtualizer, useWindowVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';
import type { Density } from '#lib/client/lists/list-preference';

interface Options {
  ids: readonly string[];
  density: Density;
  /** Stays in the document while scrolling, because it has the focus */
  activeIndex: number;
  scroller: RefObject<HTMLDivElement | null>;
  body: RefObject<HTMLTableSectionElement | null>;
}

/** Estimates until the rows are measured, in pixels. The sticky head covers the rows. */
const heights = { comfortable: 53, compact: 33 } as const;
const cardHeight = 112;
const headHeight = 37;
/** The server renders one full screen. */
const firstPaint = { width: 1280, height: 720 };

/** The visible rows and a few around them. On a wide screen the table scrolls, on a phone the page. */
export function useVirtualRows({ ids, density, activeIndex, scroller, body }: Options) {
  const whole = useWholeTable();
  const wide = useWideScreen();
  const [offset, setOffset] = useState(headHeight);
  const shared = {
    count: ids.length,
    // Row heights of one density are not valid for the other.
    getItemKey: (index: number) => `${density} ${ids[index] ?? index}`,
    overscan: 8,
    initialRect: firstPaint,
    initialOffset: 0,
    // Scrolling to a row ends after two frames without a change: a row that renders later would push it out of view.
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
  // Column names on two lines, or a new filter above the list, move the rows down.
  useLayoutEffect(() => {
    const [rowsBox, box] = [body.current, scroller.current].map((element) =>
      element?.getBoundingClientRect(),
    );
    if (rowsBox === undefined || box === undefined) return;
    const above = wide ? (scroller.current?.scrollTop ?? 0) - box.top : window.scrollY;
    setOffset(Math.round(rowsBox.top + above));
  });
  return wide ? inside : page;
}

export type VirtualRows = ReturnType<typeof useVirtualRows>;

/** The same width as in `app/styles/sheet.css`. Below it, rows are cards and the page scrolls. */
const query = '(width >= 56rem)';

function onChange(listener: () => void): () => void {
  const list = window.matchMedia(query);
  list.addEventListener('change', listener);
  return () => list.removeEventListener('change', listener);
}

/** Whether there is room for a table; the server assumes so. */
function useWideScreen(): boolean {
  return useSyncExternalStore(
    onChange,
    () => window.matchMedia(query).matches,
    () => true,
  );
}

/** Whether all rows must be in the document: for printing and for the search of the browser. */
function useWholeTable(): boolean {
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
