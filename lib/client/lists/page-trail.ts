/** Remembers for this tab which page came before a cursor: keyset cursors only lead forward. */
const key = (cursor: string) => `tenko:before:${cursor}`;

export function rememberPrevious(cursor: string, previous: string | null): void {
  window.sessionStorage.setItem(key(cursor), previous ?? '');
}

/** Null: the first page, also for a page that was opened by its address. */
export function previousOf(cursor: string): string | null {
  return window.sessionStorage.getItem(key(cursor)) || null;
}
