import { exportBulkItems } from '#lib/bulk-actions/export-bulk-items';
import { bulkExportQuery } from '#lib/contract/bulk-action';
import { downloadResponse } from '#lib/http/route/download';
import { route } from '#lib/http/route/route';

export const GET = route({
  access: 'devices:read',
  query: bulkExportQuery,
  run: async ({ db, id, query, authority, now }) =>
    downloadResponse({
      contentType: 'text/csv; charset=utf-8',
      fileName: `bulk-action-${id}.csv`,
      chunks: await exportBulkItems(db, { id, kind: 'report' }, query, { actor: authority.actor, now }),
    }),
});
