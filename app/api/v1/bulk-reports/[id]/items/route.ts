import { listBulkItems } from '#lib/bulk-actions/bulk-items';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/bulk-reports/{id}/items', ({ db, id, query }) =>
  listBulkItems(db, id, 'report', query),
);
