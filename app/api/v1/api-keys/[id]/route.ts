import { revokeApiKey } from '#lib/api-keys/change-api-keys';
import { route } from '#lib/http/route/route';

export const DELETE = route('DELETE /api/v1/api-keys/{id}', ({ db, id, authority, now }) =>
  revokeApiKey(db, id, authority.actor, now),
);
