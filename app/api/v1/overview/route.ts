import { route } from '#lib/http/route/route';
import { getOverview } from '#lib/overview/get-overview';

export const GET = route('GET /api/v1/overview', ({ db }) => getOverview(db));
