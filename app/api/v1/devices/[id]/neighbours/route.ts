import { neighboursQuery } from '#lib/contract/device';
import { findNeighbours } from '#lib/devices/find-neighbours';
import { route } from '#lib/http/route/route';

export const GET = route({
  access: 'devices:read',
  query: neighboursQuery,
  run: ({ db, id, query, now }) => findNeighbours(db, id, query, now),
});
