import { isEqualWith } from 'es-toolkit';
import { useCallback, useState } from 'react';
/** A page of a list, as the API answers it. */
export interface ListPage<T extends { id: string }> {
  items: T[];
}

/** A page as it is looked at, while newer answers come in: nothing moves, appears or goes unasked. */
export interface PageUpdates<T extends { id: string }, P extends ListPage<T>> {
  /** What is shown: the rows of `base` with their newest values */
  page: P;
  /** The newest answer */
  latest: P;
  /** The rows as they were when their order was last taken over */
  base: readonly T[];
  /** Ids of rows whose values changed since then */
  changed: ReadonlySet<string>;
  /** How many rows are other than shown, would come or would go; 0: all is shown */
  offered: number;
}

export function adoptPage<T extends { id: string }, P extends ListPage<T>>(latest: P): PageUpdates<T, P> {
  return { page: latest, latest, base: latest.items, changed: new Set(), offered: 0 };
}

/** Takes new values in place; a new order, new rows and gone ones are only counted. Where no row is, none can jump. */
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

/** How many there are is no row, and moves none. */
function totalOf(page: object): { total?: unknown } {
  return 'total' in page ? { total: page.total } : {};
}

/** Rows that were only pushed off the page's end by new ones are no change of their own. */
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

/** When Entra was asked is no change: it is asked about every device each day. */
function isSame(a: object, b: object): boolean {
  return isEqualWith(a, b, (_one, _other, key) => (key === 'readAt' ? true : undefined));
}

interface Answer<P> {
  /** Which page it is: the query as text */
  key: string;
  /** Undefined: not here yet. The page before it is shown until then */
  page: P | undefined;
}

/** The rows as they stand still under the pointer, and what newer answers offer. */
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
