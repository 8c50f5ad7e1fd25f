import { exportEntraOnly } from '#lib/devices/export-entra-only';
import { downloadRoute } from '#lib/http/route/download';

export const GET = downloadRoute(
  'GET /api/v1/entra-only-devices/export',
  ({ db, query, authority, now }) => ({
    fileName: `tenko-only-in-entra-${now.toISOString().slice(0, 10)}.${query.format}`,
    chunks: exportEntraOnly(db, query, { actor: authority.actor, now }),
  }),
);
