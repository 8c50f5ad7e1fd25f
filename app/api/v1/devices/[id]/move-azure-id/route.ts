import { moveAzureId } from '#lib/engine/azure-ids/move-azure-ids';
import { route } from '#lib/http/route/route';

export const POST = route({
  access: 'admin',
  status: 200,
  run: ({ db, id, authority, now }) => moveAzureId(db, id, authority.actor, now),
});
