/** A database that no waiting makes usable. The message is one line that says what to set, and holds no secret. */
export class UnusableDatabase extends Error {
  override name = 'UnusableDatabase';
}

/** How an address is told on the console: the variable, host and database, and never the password. */
export function shownAddress(variable: string, url: string): string {
  const { host, pathname } = new URL(url);
  return `The database ${host}${pathname} of ${variable}`;
}
