import { changeRule, deleteRule, getRule } from '#lib/alerts/rules';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/alert-rules/{id}', ({ db, id }) => getRule(db, id));
export const PUT = route('PUT /api/v1/alert-rules/{id}', ({ db, id, body, authority, now }) =>
  changeRule(db, id, body, authority.actor, now),
);
export const DELETE = route('DELETE /api/v1/alert-rules/{id}', ({ db, id, authority, now }) =>
  deleteRule(db, id, authority.actor, now),
);
