import { listBulkCauses } from '#lib/bulk-actions/bulk-causes';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/bulk-retirements/{id}/causes', ({ db, id }) =>
  listBulkCauses(db, id, 'retire'),
);
