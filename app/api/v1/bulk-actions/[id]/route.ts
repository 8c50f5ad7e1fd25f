import { getBulkAction } from '#lib/bulk-actions/bulk-actions';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/bulk-actions/{id}', ({ db, id, now }) => getBulkAction(db, id, now));
