import { getBulkAction } from '#lib/bulk-actions/bulk-actions';
import { cancelBulkAction } from '#lib/bulk-actions/cancel-bulk-action';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/bulk-retirements/{id}', ({ db, id, now }) =>
  getBulkAction(db, id, now, 'retire'),
);
export const DELETE = route('DELETE /api/v1/bulk-retirements/{id}', ({ db, id, authority, now }) =>
  cancelBulkAction(db, id, 'retire', authority.actor, now),
);
