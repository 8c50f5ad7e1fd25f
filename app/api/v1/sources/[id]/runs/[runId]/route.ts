import { route } from '#lib/http/route/route';
import { cancelSourceRun, getSourceRun } from '#lib/sources/source-runs';

export const GET = route('GET /api/v1/sources/{id}/runs/{runId}', ({ db, id, runId }) =>
  getSourceRun(db, id, runId),
);
export const DELETE = route('DELETE /api/v1/sources/{id}/runs/{runId}', ({ db, id, runId, authority, now }) =>
  cancelSourceRun(db, id, runId, authority.actor, now),
);
