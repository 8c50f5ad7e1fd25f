import { exportBulkItems } from '#lib/bulk-actions/bulk-items';
import { downloadRoute } from '#lib/http/route/download';

export const GET = downloadRoute('GET /api/v1/bulk-reports/{id}/export', async (call) => {
  const { db, id, query, authority, now } = call;
  const chunks = await exportBulkItems(db, { id, kind: 'report' }, query, { actor: authority.actor, now });
  return { fileName: `bulk-action-${id}.csv`, chunks };
});
