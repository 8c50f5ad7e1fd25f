import type { DeviceListItem, DevicePage } from '../contract/device.ts';

/** A page as it is looked at, while newer answers come in: nothing moves, appears or goes unasked. */
export interface SteadyPage {
  /** What is shown: the rows of `base` with their newest values */
  page: DevicePage;
  /** The newest answer */
  latest: DevicePage;
  /** The rows as they were when their order was last taken over */
  base: readonly DeviceListItem[];
  /** Devices whose values changed since then */
  changed: ReadonlySet<string>;
  /** How many devices are other than shown, would come or would go; 0: all is shown */
  offered: number;
}

export function adoptPage(latest: DevicePage): SteadyPage {
  return { page: latest, latest, base: latest.items, changed: new Set(), offered: 0 };
}

/** Takes new values in place; a new order, new rows and gone ones are only counted. Where no row is, none can jump. */
export function receivePage(steady: SteadyPage, latest: DevicePage): SteadyPage {
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
  if (inOrder) return { ...adoptPage({ ...latest, items }), latest, changed };
  const { page, base } = steady;
  const { total } = latest;
  return {
    page: { ...page, items, ...(total && { total }) },
    latest,
    base,
    changed,
    offered: countOffered(base, latest.items),
  };
}

/** Rows that were only pushed off the page's end by new ones are no change of their own. */
function countOffered(base: readonly DeviceListItem[], latest: readonly DeviceListItem[]): number {
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
function isSame(a: DeviceListItem, b: DeviceListItem): boolean {
  return a === b || textOf(a) === textOf(b);
}

function textOf(device: DeviceListItem): string {
  return JSON.stringify(device, (key, value) => (key === 'readAt' ? undefined : value));
}
