import { exportDevices } from '#lib/devices/export-devices';
import { downloadRoute } from '#lib/http/route/download';

export const GET = downloadRoute('GET /api/v1/devices/export', ({ db, query, authority, now }) => ({
  fileName: `tenko-devices-${now.toISOString().slice(0, 10)}.${query.format}`,
  chunks: exportDevices(db, query, { actor: authority.actor, now }),
}));
