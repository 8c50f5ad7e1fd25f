import { route } from '#lib/http/route/route';
import { changeVersionList, deleteVersionList, getVersionList } from '#lib/policies/version-lists';

export const GET = route('GET /api/v1/version-lists/{id}', ({ db, id }) => getVersionList(db, id));
export const PUT = route('PUT /api/v1/version-lists/{id}', ({ db, id, body, authority, now }) =>
  changeVersionList(db, id, body, authority.actor, now),
);
export const DELETE = route('DELETE /api/v1/version-lists/{id}', ({ db, id, authority, now }) =>
  deleteVersionList(db, id, authority.actor, now),
);
