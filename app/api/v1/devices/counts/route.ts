import { countByFacet } from '#lib/devices/count-by-facet';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/devices/counts', ({ db, query, now }) => countByFacet(db, query, now));
