import { listFeeds } from '#lib/check-ins/feeds';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/feeds', ({ db, now }) => listFeeds(db, now));
