import { createSchedule, listSchedules } from '#lib/alerts/export-schedules';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/export-schedules', ({ db }) => listSchedules(db));
export const POST = route('POST /api/v1/export-schedules', ({ db, body, authority, now }) =>
  createSchedule(db, body, authority.actor, now),
);
