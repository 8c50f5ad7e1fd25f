import { cancelBulkAction } from '#lib/bulk-actions/cancel-bulk-action';
import { getBulkAction } from '#lib/bulk-actions/get-bulk-action';
import { route } from '#lib/http/route/route';

export const GET = route({
  access: 'devices:read',
  run: ({ db, id, now }) => getBulkAction(db, id, now, 'retire'),
});

export const DELETE = route({
  access: 'admin',
  run: ({ db, id, authority, now }) => cancelBulkAction(db, id, 'retire', authority.actor, now),
});
