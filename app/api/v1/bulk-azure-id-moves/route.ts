import { startBulkAction } from '#lib/bulk-actions/start-bulk-action';
import { route } from '#lib/http/route/route';

export const POST = route('POST /api/v1/bulk-azure-id-moves', ({ db, body, authority, now }) =>
  startBulkAction(db, { ...body, kind: 'move_azure_id' }, authority.actor, now),
);
