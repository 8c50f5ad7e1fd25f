import { listTimeline } from '#lib/devices/list-timeline';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/devices/{id}/timeline', ({ db, id, query }) =>
  listTimeline(db, id, query),
);
