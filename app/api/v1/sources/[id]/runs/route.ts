import { route } from '#lib/http/route/route';
import { listSourceRuns, startSourceRun } from '#lib/sources/source-runs';

export const GET = route('GET /api/v1/sources/{id}/runs', ({ db, id, query }) =>
  listSourceRuns(db, id, query),
);
export const POST = route('POST /api/v1/sources/{id}/runs', ({ db, id, body, authority, now }) =>
  startSourceRun(db, id, body, authority.actor, now),
);
