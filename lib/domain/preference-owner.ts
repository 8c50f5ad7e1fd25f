import type { Actor } from './actor.ts';

/** A person and a key of the same name are not the same; a person who is renamed is, and so is a key that was rotated. */
export function preferenceOwner({ kind, name, id }: Pick<Actor, 'kind' | 'name' | 'id'>): string {
  return `${kind}:${(kind === 'admin' ? id : null) ?? name}`;
}
