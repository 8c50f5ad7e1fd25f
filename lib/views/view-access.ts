import type { SavedViewRow } from '#lib/db/device-list/saved-views';
import type { Actor, Owner } from '#lib/domain/people/actor';
import type { SavedView, ViewQuery } from '../contract/view.ts';
import { TenkoError } from '../errors.ts';

/** Who looks at views. */
export interface Viewer {
  owner: Owner;
  isAdmin: boolean;
}

/** Who handles a view. */
export interface ViewUser extends Viewer {
  actor: Actor;
}

export function mayChange(view: Pick<SavedViewRow, 'ownerKey' | 'shared'>, user: Viewer): boolean {
  return view.ownerKey === user.owner || (view.shared && user.isAdmin);
}

/** What is not one's own and not shared does not exist for others. Throws `not_found` or `not_authorized`. */
export function requireChangeable(view: SavedViewRow | null, user: ViewUser): asserts view is SavedViewRow {
  if (view === null || !(view.shared || view.ownerKey === user.owner)) {
    throw new TenkoError('not_found', 'View not found.');
  }
  if (!mayChange(view, user)) {
    throw new TenkoError('not_authorized', `Only an admin can change the shared view of ${view.owner}.`);
  }
}

/** What all see is an admin's to say. Throws `not_authorized`. */
export function requireSharing(shared: boolean, user: ViewUser): void {
  if (shared && !user.isAdmin) throw new TenkoError('not_authorized', 'Only an admin can share views.');
}

export function nameTaken(name: string): TenkoError {
  const message = 'is already the name of another view of this owner';
  return new TenkoError('view_name_taken', `A view named “${name}” already exists.`, {
    errors: [{ path: 'name', code: 'taken', message }],
  });
}

export function toSavedView(row: SavedViewRow, user: Viewer): SavedView {
  return {
    id: row.id,
    name: row.name,
    owner: row.owner,
    shared: row.shared,
    changeable: mayChange(row, user),
    query: row.query as ViewQuery,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** What of a view can change, for the audit log. */
export function viewFacts({ name, shared, query }: Pick<SavedViewRow, 'name' | 'shared' | 'query'>) {
  return { name, shared, query: query as Readonly<Record<string, unknown>> };
}
