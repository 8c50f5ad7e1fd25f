import { listFeeds } from '#lib/check-ins/list-feeds';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/feeds', ({ db, now }) => listFeeds(db, now));
