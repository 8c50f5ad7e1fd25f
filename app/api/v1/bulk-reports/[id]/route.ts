import { getBulkAction } from '#lib/bulk-actions/bulk-actions';
import { cancelBulkAction } from '#lib/bulk-actions/cancel-bulk-action';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/bulk-reports/{id}', ({ db, id, now }) =>
  getBulkAction(db, id, now, 'report'),
);
export const DELETE = route('DELETE /api/v1/bulk-reports/{id}', ({ db, id, authority, now }) =>
  cancelBulkAction(db, id, 'report', authority.actor, now),
);
