import { listBulkActions } from '#lib/bulk-actions/bulk-actions';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/bulk-actions', ({ db, query, now }) => listBulkActions(db, query, now));
