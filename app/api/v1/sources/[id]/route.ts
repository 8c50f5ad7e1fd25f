import { route } from '#lib/http/route/route';
import { getSource } from '#lib/sources/list-sources';
import { changeSource, deleteSource } from '#lib/sources/save-source';

export const GET = route('GET /api/v1/sources/{id}', ({ db, id }) => getSource(db, id));
export const PUT = route('PUT /api/v1/sources/{id}', ({ db, sources, id, body, authority, now }) =>
  changeSource({ db, sources }, id, body, authority.actor, now),
);
export const DELETE = route('DELETE /api/v1/sources/{id}', ({ db, id, authority, now }) =>
  deleteSource(db, id, authority.actor, now),
);
