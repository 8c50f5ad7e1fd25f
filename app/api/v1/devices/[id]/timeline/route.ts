import { listTimeline } from '#lib/devices/list-timeline';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/devices/{id}/timeline', ({ db, id, query, now }) =>
  listTimeline(db, id, query, now),
);
