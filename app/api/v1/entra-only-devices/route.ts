import { listEntraOnly } from '#lib/devices/list-entra-only';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/entra-only-devices', ({ db, query, now }) =>
  listEntraOnly(db, query, now),
);
