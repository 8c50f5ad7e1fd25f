import { downloadRoute } from '#lib/http/route/download';
import { exportReports } from '#lib/reports/export-reports';

export const GET = downloadRoute('GET /api/v1/reports/export', ({ db, query, authority, now }) => ({
  fileName: `tenko-reports-${now.toISOString().slice(0, 10)}.${query.format}`,
  chunks: exportReports(db, query, { actor: authority.actor, now }),
}));
