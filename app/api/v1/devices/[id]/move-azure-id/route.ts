import { moveAzureId } from '#lib/engine/azure-ids/move-azure-ids';
import { route } from '#lib/http/route/route';

export const POST = route('POST /api/v1/devices/{id}/move-azure-id', ({ db, id, authority, now }) =>
  moveAzureId(db, id, authority.actor, now),
);
