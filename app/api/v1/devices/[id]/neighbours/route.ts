import { findNeighbours } from '#lib/devices/list-devices';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/devices/{id}/neighbours', ({ db, id, query, now }) =>
  findNeighbours(db, id, query, now),
);
