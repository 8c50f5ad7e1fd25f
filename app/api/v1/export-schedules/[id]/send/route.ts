import { sendSchedule } from '#lib/alerts/export-schedules';
import { route } from '#lib/http/route/route';

export const POST = route('POST /api/v1/export-schedules/{id}/send', ({ db, id, authority, now }) =>
  sendSchedule(db, id, authority.actor, now),
);
