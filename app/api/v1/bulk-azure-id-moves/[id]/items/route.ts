import { listBulkItems } from '#lib/bulk-actions/list-bulk-items';
import { bulkItemQuery } from '#lib/contract/bulk-action';
import { route } from '#lib/http/route/route';

export const GET = route({
  access: 'devices:read',
  query: bulkItemQuery,
  run: ({ db, id, query }) => listBulkItems(db, id, 'move_azure_id', query),
});
