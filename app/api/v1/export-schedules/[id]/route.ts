import { changeSchedule, deleteSchedule, getSchedule } from '#lib/alerts/export-schedules';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/export-schedules/{id}', ({ db, id }) => getSchedule(db, id));
export const PUT = route('PUT /api/v1/export-schedules/{id}', ({ db, id, body, authority, now }) =>
  changeSchedule(db, id, body, authority.actor, now),
);
export const DELETE = route('DELETE /api/v1/export-schedules/{id}', ({ db, id, authority, now }) =>
  deleteSchedule(db, id, authority.actor, now),
);
