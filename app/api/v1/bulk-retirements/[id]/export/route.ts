import { exportBulkItems } from '#lib/bulk-actions/export-bulk-items';
import { bulkExportQuery } from '#lib/contract/bulk-action';
import { csvResponse } from '#lib/http/csv-response';
import { route } from '#lib/http/route';

export const GET = route({
  access: 'devices:read',
  query: bulkExportQuery,
  run: async ({ db, id, query }) =>
    csvResponse(`bulk-action-${id}.csv`, await exportBulkItems(db, id, 'retire', query)),
});
