/** Where in a list an admin is: kept in the entry of the browser's history, so that Back, Forward and a reload lead there. */
export interface ListPlace {
  /** The topmost row, and how much of it is scrolled away */
  row: string;
  within: number;
  /** The row that the keyboard stands on */
  active: string | null;
  focused: boolean;
}

/** Null: one has not been in this entry of the history yet. */
export function readPlace(): ListPlace | null {
  return (window.history.state as { tenkoList?: ListPlace } | null)?.tenkoList ?? null;
}

export function keepPlace(place: ListPlace): void {
  window.history.replaceState({ ...window.history.state, tenkoList: place }, '');
}
