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
