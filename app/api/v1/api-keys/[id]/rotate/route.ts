import { rotateApiKey } from '#lib/api-keys/rotate-api-key';
import { apiKeyRotation } from '#lib/contract/api-key';
import { route } from '#lib/http/route/route';

export const POST = route({
  access: 'admin',
  status: 201,
  body: apiKeyRotation,
  run: ({ db, id, body, authority, now }) => rotateApiKey(db, id, body, authority, now),
});
