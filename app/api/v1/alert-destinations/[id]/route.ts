import { changeDestination, deleteDestination, getDestination } from '#lib/alerts/destinations';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/alert-destinations/{id}', ({ db, id }) => getDestination(db, id));
export const PUT = route('PUT /api/v1/alert-destinations/{id}', ({ db, alerts, id, body, authority, now }) =>
  changeDestination({ db, alerts }, id, body, authority.actor, now),
);
export const DELETE = route('DELETE /api/v1/alert-destinations/{id}', ({ db, id, authority, now }) =>
  deleteDestination(db, id, authority.actor, now),
);
