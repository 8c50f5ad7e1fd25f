/**
 * Why the database cannot do what it is asked, though what was asked is right: the same works again once the person who runs
 * it, or time, has ended that.
 */
export const databaseFaults = [
  /** Nothing responds at its address, or the connection broke */
  'unreachable',
  /** It starts, stops or recovers */
  'restarting',
  /** A standby, or switched to reading */
  'read_only',
  'disk_full',
  /** None is free, at the database or in this process */
  'too_many_connections',
  /** Short of memory, or of another of its resources */
  'overloaded',
  /** A statement, or a lock that it waits for, took longer than a request may wait */
  'too_slow',
  /** Changes that met; the one that was given up works when it is tried again */
  'conflict',
  /** User, password or the database's name is not taken */
  'refused',
  /** Its certificate is not trusted, or TLS cannot be agreed on */
  'tls',
] as const;
export type DatabaseFault = (typeof databaseFaults)[number];

/** After how many seconds trying again makes sense. */
export const retryAfterSeconds = {
  unreachable: 5,
  restarting: 5,
  read_only: 10,
  disk_full: 30,
  too_many_connections: 5,
  overloaded: 10,
  too_slow: 5,
  conflict: 1,
  refused: 30,
  tls: 30,
} as const satisfies Record<DatabaseFault, number>;

const digestHead = 'database_unavailable:';

/** How the fault of a page's own making travels to the browser. */
export function unavailableDigest(fault: DatabaseFault): string {
  return digestHead + fault;
}

/** The fault in such a digest; null: it is another error's. */
export function faultOfDigest(digest: unknown): DatabaseFault | null {
  if (typeof digest !== 'string' || !digest.startsWith(digestHead)) return null;
  return databaseFaults.find((fault) => fault === digest.slice(digestHead.length)) ?? null;
}
