import { startBulkAction } from '#lib/bulk-actions/start-bulk-action';
import { bulkConfirmedBody } from '#lib/contract/bulk-action';
import { route } from '#lib/http/route/route';

export const POST = route({
  access: 'admin',
  status: 202,
  body: bulkConfirmedBody,
  run: ({ db, body, authority, now }) =>
    startBulkAction(db, { ...body, kind: 'retire' }, authority.actor, now),
});
