import type { SavedViewRow } from '#lib/db/device-list/saved-views';
import type { SavedView, ViewQuery } from '../contract/view.ts';
import { mayChange, type Viewer } from './view-access.ts';

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

/** Names that differ in letter case or width only are the same name. */
export function nameKeyOf(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

/** What of a view can change, for the audit log. */
export function viewFacts({ name, shared, query }: Pick<SavedViewRow, 'name' | 'shared' | 'query'>) {
  return { name, shared, query: query as Readonly<Record<string, unknown>> };
}
