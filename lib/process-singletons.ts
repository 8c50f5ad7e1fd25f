/**
 * All state that a process holds once, whichever module asks for it. In the web process a module's own variables are not
 * enough: Node runs our sources as they are, and Next bundles them again for pages and for routes, so a module may exist
 * several times. Besides these, `lib/run/web/main.ts` replaces the console, because Next prints there what callers may have
 * written, and handles the signals. Module variables that remain are caches that may exist once for each bundle: the
 * OpenAPI document, texts of plain pages, formats of dates.
 */
export type ProcessSingletonName =
  /** The server makes it at the start; pages and routes use it: one pool of connections, one count of calls */
  | 'web-runtime'
  /** Who sends a request: the server knows it, and Next does not pass it on to pages and routes */
  | 'request-context'
  /** A change that one page writes must reach the stream of every other page */
  | 'change-listeners'
  /** Provisioning that is under way must not begin a second time */
  | 'provisioning'
  /** A key or session that ends must end for all bundles at once */
  | 'recent-credentials'
  /** Otherwise each bundle would count the same views again */
  | 'view-counts'
  /** Read from the database once, not by each bundle that shows it */
  | 'settled-long-ago'
  /** The server knows what a start still has to do, and a route reports it */
  | 'startup'
  /** Routes must know that the server is about to stop */
  | 'stopping'
  /** Whether the database accepts changes is checked once a second at most */
  | 'readiness'
  /** The same fault is logged once in a while, not for each request that meets it */
  | 'told-faults'
  /** Outcomes of check-ins are counted together, and added to the database once a second */
  | 'feed-counter'
  /** What Entra decided is asked once in five minutes, not by each bundle */
  | 'sign-ins'
  | 'what-if'
  /** A feed that is always wrong writes one line a minute, not one for each bundle */
  | 'intake-log'
  /** What all bundles count is served together */
  | 'metrics'
  /** Whether this process is traced, and the span that its work is a part of */
  | 'tracing'
  /** What scrapes show of the database, read once in a few seconds */
  | 'system-figures'
  /** Keys that may read metrics while the database cannot say so */
  | 'metrics-keys';

/** Returns the one instance in this process; the first call makes it. */
export function processSingleton<T extends object>(name: ProcessSingletonName, make: () => T): T {
  const shared = globalThis as { [key: symbol]: T | undefined };
  const key = Symbol.for(`tenko.${name}`);
  shared[key] ??= make();
  return shared[key];
}
