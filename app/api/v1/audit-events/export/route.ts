import { exportAuditEvents } from '#lib/audit/audit-events';
import { downloadRoute } from '#lib/http/route/download';

export const GET = downloadRoute('GET /api/v1/audit-events/export', ({ db, query, authority, now }) => ({
  fileName: `tenko-audit-${now.toISOString().slice(0, 10)}.${query.format}`,
  chunks: exportAuditEvents(db, query, { actor: authority.actor, now }),
}));
