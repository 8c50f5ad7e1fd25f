import { route } from '#lib/http/route/route';
import { getException, removeException } from '#lib/policies/policy-exceptions';

export const GET = route('GET /api/v1/policy-exceptions/{id}', ({ db, id, now }) =>
  getException(db, id, now),
);
export const DELETE = route('DELETE /api/v1/policy-exceptions/{id}', ({ db, id, authority, now }) =>
  removeException(db, id, authority.actor, now),
);
