import type { Owner } from '#lib/domain/devices/owner';
import type { Actor } from '#lib/domain/people/actor';
import type { Role, Scope } from '#lib/domain/people/scope';
import type { Session } from './session.ts';

/** Proof that a request may do what its route says. Only `authenticate` makes one. */
export interface Authority {
  readonly actor: Actor;
  /** Whom the caller's views and preferences belong to */
  readonly owner: Owner;
  /** The feed of the key; null: a session, or a key without one */
  readonly feed: string | null;
  /** Who is signed in; null: it is a key */
  readonly session: Session | null;
  /** A person's; null: a key has only scopes */
  readonly role: Role | null;
  /** A key's own, or those of the role */
  readonly scopes: readonly Scope[];
  /** When a key's own time is over; null: never, or a session */
  readonly endsAt: Date | null;
  /** May do what admins may, beyond what the route asks for */
  readonly isAdmin: boolean;
}
