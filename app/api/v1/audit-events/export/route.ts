import { exportAuditEvents } from '#lib/audit/export-audit-events';
import { auditExportQuery } from '#lib/contract/audit-event';
import { downloadResponse } from '#lib/http/route/download';
import { route } from '#lib/http/route/route';

const files = {
  ndjson: { contentType: 'application/x-ndjson; charset=utf-8', extension: 'ndjson' },
  cef: { contentType: 'text/plain; charset=utf-8', extension: 'cef' },
};

export const GET = route({
  access: 'admin',
  query: auditExportQuery,
  run: ({ db, query, authority, now }) => {
    const { contentType, extension } = files[query.format];
    const fileName = `tenko-audit-${now.toISOString().slice(0, 10)}.${extension}`;
    const chunks = exportAuditEvents(db, query, { actor: authority.actor, now });
    return downloadResponse({ contentType, fileName, chunks });
  },
});
