export const actorKinds = ['admin', 'api_key', 'system', 'unknown'] as const;

/** Where a request came from, as far as it can be known. */
export interface CallerOrigin {
  address: string | null;
  /** Shortened */
  userAgent: string | null;
}

/** Who did it, for the audit log. `admin`: a person in the console, of whatever role */
export interface Actor {
  /** `unknown`: the caller did not prove who they are */
  kind: (typeof actorKinds)[number];
  name: string;
  requestId: string | null;
  /** Of the key or person: stays when the name changes; null or absent: there is only the name */
  id?: string | null | undefined;
  from?: CallerOrigin | undefined;
}

/** What Tenko does by itself, by a rule or by the passing of time. */
export const tenkoItself: Actor = { kind: 'system', name: 'Tenko', requestId: null };

/** The person who runs a command on Tenko's machine. */
export const commandLine: Actor = { kind: 'system', name: 'command line', requestId: null };

/**
 * Whom views and preferences belong to: never a name alone, which another key or person may bear too. A person who is
 * renamed keeps what is theirs, and so does a key that is rotated.
 */
export type Owner = `admin:${string}` | `api_key:${string}`;

/** `userId`: the object id in Entra; null: signed in by a link, where all are the same. */
export function personOwner({ userId, name }: { userId: string | null; name: string }): Owner {
  return `admin:${userId ?? name}`;
}

/** `firstId`: the id of the first key of its rotations. */
export function keyOwner({ firstId }: { firstId: string }): Owner {
  return `api_key:${firstId}`;
}
