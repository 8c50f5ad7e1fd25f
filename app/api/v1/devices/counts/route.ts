import { deviceFilter } from '#lib/contract/device';
import { countByFacet } from '#lib/devices/count-by-facet';
import { route } from '#lib/http/route/route';

export const GET = route({
  access: 'devices:read',
  query: deviceFilter,
  run: ({ db, query, now }) => countByFacet(db, query, now),
});
