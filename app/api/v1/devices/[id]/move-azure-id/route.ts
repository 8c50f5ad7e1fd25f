import { route } from '#lib/http/route';
import { moveAzureId } from '#lib/reports/move-azure-ids';

export const POST = route({
  access: 'admin',
  status: 200,
  run: ({ db, id, authority, now }) => moveAzureId(db, id, authority.actor, now),
});
