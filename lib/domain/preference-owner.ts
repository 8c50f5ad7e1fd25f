import type { Actor } from './actor.ts';

/** An admin and a key of the same name are not the same. */
export function preferenceOwner({ kind, name }: Pick<Actor, 'kind' | 'name'>): string {
  return `${kind}:${name}`;
}
