import { rotateApiKey } from '#lib/api-keys/change-api-keys';
import { route } from '#lib/http/route/route';

export const POST = route('POST /api/v1/api-keys/{id}/rotate', ({ db, id, body, authority, now }) =>
  rotateApiKey(db, id, body, authority, now),
);
