import { exportBulkItems } from '#lib/bulk-actions/export-bulk-items';
import { bulkExportQuery } from '#lib/contract/bulk-action';
import { Download } from '#lib/http/download';
import { route } from '#lib/http/route';

export const GET = route({
  access: 'devices:read',
  query: bulkExportQuery,
  run: async ({ db, id, query }) =>
    new Download(`bulk-action-${id}.csv`, 'text/csv', await exportBulkItems(db, id, 'report', query)),
});
