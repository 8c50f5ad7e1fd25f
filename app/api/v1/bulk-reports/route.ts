import { startBulkAction } from '#lib/bulk-actions/start-bulk-action';
import { bulkReportBody } from '#lib/contract/bulk-action';
import { route } from '#lib/http/route/route';

export const POST = route({
  access: 'reports:write',
  status: 202,
  body: bulkReportBody,
  run: ({ db, body, authority, now }) =>
    startBulkAction(db, { ...body, kind: 'report' }, authority.actor, now),
});
