import { route } from '#lib/http/route/route';
import { getPolicy } from '#lib/policies/list-policies';
import { changePolicy, deletePolicy } from '#lib/policies/save-policy';

export const GET = route('GET /api/v1/policies/{id}', ({ db, id, now }) => getPolicy(db, id, now));
export const PUT = route('PUT /api/v1/policies/{id}', ({ db, id, body, authority, now }) =>
  changePolicy(db, id, body, authority.actor, now),
);
export const DELETE = route('DELETE /api/v1/policies/{id}', ({ db, id, query, authority, now }) =>
  deletePolicy(db, id, authority.actor, now, query),
);
