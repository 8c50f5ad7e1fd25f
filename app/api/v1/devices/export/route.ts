import { deviceExportQuery } from '#lib/contract/device';
import { exportDevices } from '#lib/devices/export-devices';
import { download } from '#lib/http/download';

const contentTypes = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson; charset=utf-8' };

export const GET = download({
  access: 'devices:read',
  query: deviceExportQuery,
  run: async ({ db, query, authority, now }) => ({
    contentType: contentTypes[query.format],
    fileName: `tenko-devices-${now.toISOString().slice(0, 10)}.${query.format}`,
    chunks: exportDevices(db, query, { actor: authority.actor, now }),
  }),
});
