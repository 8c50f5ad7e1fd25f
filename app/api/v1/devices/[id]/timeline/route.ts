import { timelineQuery } from '#lib/contract/timeline';
import { listTimeline } from '#lib/devices/list-timeline';
import { route } from '#lib/http/route/route';

export const GET = route({
  access: 'devices:read',
  query: timelineQuery,
  run: ({ db, id, query }) => listTimeline(db, id, query),
});
