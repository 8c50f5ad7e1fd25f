/** Where in a list an admin is: kept in the entry of the browser's history, so that Back, Forward and a reload lead there. */
export interface ListPlace {
  /** The list's address: an entry's state may outlive it by a moment */
  address: string;
  /** The topmost row, and how much of it is scrolled away */
  row: string;
  within: number;
  /** The row that the keyboard stands on */
  active: string | null;
  focused: boolean;
}

export function readPlace(): ListPlace | null {
  const place = (window.history.state as { tenkoList?: ListPlace } | null)?.tenkoList;
  return place?.address === window.location.search ? place : null;
}

export function keepPlace(place: ListPlace): void {
  if (place.address !== window.location.search) return;
  window.history.replaceState({ ...window.history.state, tenkoList: place }, '');
}
