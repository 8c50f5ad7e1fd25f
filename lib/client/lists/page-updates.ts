import { isEqualWith } from 'es-toolkit';
import { useCallback, useState } from 'react';
/** A page of a list, as the API returns it. */
export interface ListPage<T extends { id: string }> {
  items: T[];
}

/** A page on screen while newer responses arrive: nothing moves, appears or disappears without a click. */
export interface PageUpdates<T extends { id: string }, P extends ListPage<T>> {
  /** The visible rows: those of `base` with their newest values */
  page: P;
  /** The newest answer */
  latest: P;
  /** The rows when their order was last updated */
  base: readonly T[];
  /** Ids of the rows that changed since then */
  changed: ReadonlySet<string>;
  /** How many rows would change, appear or disappear; 0: the page is up to date */
  offered: number;
}

export function adoptPage<T extends { id: string }, P extends ListPage<T>>(latest: P): PageUpdates<T, P> {
  return { page: latest, latest, base: latest.items, changed: new Set(), offered: 0 };
}

/** Shows new values in place; only counts a new order, new rows and removed ones. An empty page updates at once. */
export function receivePage<T extends { id: string }, P extends ListPage<T>>(
  steady: PageUpdates<T, P>,
  latest: P,
): PageUpdates<T, P> {
  if (steady.page.items.length === 0) return adoptPage(latest);
  const fresh = new Map(latest.items.map((device) => [device.id, device]));
  const changed = new Set(steady.changed);
  const items = steady.page.items.map((device) => {
    const next = fresh.get(device.id);
    if (next === undefined || isSame(next, device)) return device;
    changed.add(device.id);
    return next;
  });
  const inOrder =
    items.length === latest.items.length && items.every(({ id }, index) => id === latest.items[index]?.id);
  if (inOrder) return { ...adoptPage<T, P>({ ...latest, items }), latest, changed };
  const { page, base } = steady;
  return {
    page: { ...page, items, ...totalOf(latest) },
    latest,
    base,
    changed,
    offered: countOffered(base, latest.items),
  };
}

/** The total can update at once: it moves no row. */
function totalOf(page: object): { total?: unknown } {
  return 'total' in page ? { total: page.total } : {};
}

/** Rows that new rows push off the end of the page do not count as changes. */
function countOffered<T extends { id: string }>(base: readonly T[], latest: readonly T[]): number {
  const before = new Map(base.map((device) => [device.id, device]));
  const after = new Set(latest.map(({ id }) => id));
  const added = latest.filter(({ id }) => !before.has(id)).length;
  const gone = base.filter(({ id }) => !after.has(id)).length;
  const differing = latest.filter((device) => {
    const old = before.get(device.id);
    return old !== undefined && !isSame(device, old);
  }).length;
  return Math.max(1, added + differing + Math.max(0, gone - added));
}

/** The time of Entra's reading is no change: Tenko reads every device each day. */
function isSame(a: object, b: object): boolean {
  return isEqualWith(a, b, (_one, _other, key) => (key === 'readAt' ? true : undefined));
}

interface Answer<P> {
  /** Identifies the page: the query as text */
  key: string;
  /** Undefined: still loading. The previous page stays visible until then */
  page: P | undefined;
}

/** Keeps the rows still under the pointer, and returns what newer responses would change. */
export function usePageUpdates<T extends { id: string }, P extends ListPage<T>>({ key, page }: Answer<P>) {
  const [shown, setShown] = useState<{ key: string; steady: PageUpdates<T, P> } | null>(
    page ? { key, steady: adoptPage(page) } : null,
  );
  let current = shown;
  if (page && (current === null || current.key !== key)) current = { key, steady: adoptPage(page) };
  else if (page && current && current.steady.latest !== page) {
    current = { key, steady: receivePage(current.steady, page) };
  }
  if (current !== shown) setShown(current);
  const show = useCallback(
    () => setShown((old) => old && { ...old, steady: adoptPage(old.steady.latest) }),
    [],
  );
  return { key: current?.key, steady: current?.steady, show };
}
