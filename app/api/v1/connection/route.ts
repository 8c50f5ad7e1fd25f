import { getConnection } from '#lib/connection/get-connection';
import { route } from '#lib/http/route/route';

export const GET = route({
  access: 'devices:read',
  run: ({ db, azure, now }) => getConnection(db, azure, now),
});
