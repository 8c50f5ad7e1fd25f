import { getBulkAction } from '#lib/bulk-actions/get-bulk-action';
import { route } from '#lib/http/route/route';

export const GET = route({
  access: 'devices:read',
  run: ({ db, id, now }) => getBulkAction(db, id, now),
});
