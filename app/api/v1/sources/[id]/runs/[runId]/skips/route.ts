import { route } from '#lib/http/route/route';
import { listSkips } from '#lib/sources/source-runs';

export const GET = route('GET /api/v1/sources/{id}/runs/{runId}/skips', ({ db, id, runId }) =>
  listSkips(db, id, runId),
);
