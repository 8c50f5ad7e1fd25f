import { route } from '#lib/http/route/route';
import { getOverview } from '#lib/overview/get-overview';

export const GET = route({ access: 'devices:read', run: ({ db }) => getOverview(db) });
