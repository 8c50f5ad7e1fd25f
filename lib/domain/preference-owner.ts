import type { Actor } from './actor.ts';

/** A person and a key of the same name are not the same; a person who is renamed is. */
export function preferenceOwner({ kind, name, id }: Pick<Actor, 'kind' | 'name' | 'id'>): string {
  return `${kind}:${id ?? name}`;
}
