/** An admin's position in a list: stored in the entry of the browser's history, so that Back, Forward and a reload restore it. */
export interface ListPlace {
  /** The first visible row, and how far it is scrolled */
  row: string;
  within: number;
  /** The row with the keyboard focus */
  active: string | null;
  focused: boolean;
}

/** Null: this entry of the history has no stored position. */
export function readPlace(): ListPlace | null {
  return (window.history.state as { tenkoList?: ListPlace } | null)?.tenkoList ?? null;
}

export function keepPlace(place: ListPlace): void {
  window.history.replaceState({ ...window.history.state, tenkoList: place }, '');
}
