import { listFeeds } from '#lib/check-ins/list-feeds';
import { route } from '#lib/http/route/route';

export const GET = route({ access: 'devices:read', run: ({ db, now }) => listFeeds(db, now) });
