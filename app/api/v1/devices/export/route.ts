import { deviceExportQuery } from '#lib/contract/device';
import { exportDevices } from '#lib/devices/export-devices';
import { downloadResponse } from '#lib/http/route/download';
import { route } from '#lib/http/route/route';

const contentTypes = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson; charset=utf-8' };

export const GET = route({
  access: 'devices:read',
  query: deviceExportQuery,
  run: ({ db, query, authority, now }) =>
    downloadResponse({
      contentType: contentTypes[query.format],
      fileName: `tenko-devices-${now.toISOString().slice(0, 10)}.${query.format}`,
      chunks: exportDevices(db, query, { actor: authority.actor, now }),
    }),
});
