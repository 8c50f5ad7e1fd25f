/** Selected devices: by id, or all that match the filter, including those not loaded. */
export interface DeviceSelection {
  ids: Readonly<Record<string, true>>;
  everything: boolean;
}

export const nothingSelected: DeviceSelection = { ids: {}, everything: false };
const key = (filter: string) => `tenko:selected:${filter}`;
const kept = new Map<string, DeviceSelection>();
const listeners = new Set<() => void>();

/** The selection within a filter: survives paging and, for this tab, a reload. */
export function selectionOf(filter: string): DeviceSelection {
  const known = kept.get(filter);
  if (known !== undefined) return known;
  const stored = window.sessionStorage.getItem(key(filter));
  const selection = stored === null ? nothingSelected : (JSON.parse(stored) as DeviceSelection);
  kept.set(filter, selection);
  return selection;
}

export function keepSelection(filter: string, selection: DeviceSelection): void {
  kept.set(filter, selection);
  if (isNothing(selection)) window.sessionStorage.removeItem(key(filter));
  else window.sessionStorage.setItem(key(filter), JSON.stringify(selection));
  for (const listener of listeners) listener();
}

export function onSelection(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function isNothing({ ids, everything }: DeviceSelection): boolean {
  return !everything && Object.keys(ids).length === 0;
}
