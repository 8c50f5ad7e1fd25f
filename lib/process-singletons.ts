/**
 * All that a process has once, whatever module asks for it. A module's own variables do not do for that in the web
 * process: it runs our sources as they are, and beside them what Next made of them, where pages and routes are bundled
 * apart, each with modules of its own. The other things of a process that `lib/run/web/main.ts` sets are its console,
 * since Next prints there what callers may have written, and its signals.
 */
export type ProcessSingletonName =
  /** Made by the server as it starts, and used by pages and routes: one pool of connections, one count of calls. */
  | 'web-runtime'
  /** Whom a request comes from: the server knows, and Next tells no page or route. */
  | 'request-context'
  /** What a page writes must be heard by the stream of any other page. */
  | 'change-listeners'
  /** Provisioning that is under way is not begun a second time. */
  | 'provisioning'
  /** A key or session that ends must be forgotten for all that ask. */
  | 'recent-credentials'
  /** The same counts would be made, and kept, once for each page. */
  | 'view-counts'
  /** It is asked of the database once, and not by each page that shows it. */
  | 'settled-long-ago'
  /** The server knows what a start has yet to do, and a route tells it. */
  | 'startup'
  /** Whether it takes changes is asked of the database once a second, whoever wants to know. */
  | 'readiness'
  /** The same fault is logged once in a while, and not by each request that meets it. */
  | 'told-faults'
  /** What becomes of check-ins is counted together, and added to the database once a second. */
  | 'feed-counter'
  /** A feed that is wrong all the time writes one line a minute, and not one for each bundle. */
  | 'intake-log';

/** Something that is there once in a process, made at the first asking. */
export function processSingleton<T extends object>(name: ProcessSingletonName, make: () => T): T {
  const shared = globalThis as { [key: symbol]: T | undefined };
  const key = Symbol.for(`tenko.${name}`);
  shared[key] ??= make();
  return shared[key];
}
