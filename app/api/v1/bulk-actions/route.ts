import { listBulkActions } from '#lib/bulk-actions/list-bulk-actions';
import { bulkActionQuery } from '#lib/contract/bulk-action';
import { route } from '#lib/http/route/route';

export const GET = route({
  access: 'devices:read',
  query: bulkActionQuery,
  run: ({ db, query, now }) => listBulkActions(db, query, now),
});
