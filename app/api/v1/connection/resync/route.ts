import { getConnection } from '#lib/connection/get-connection';
import { startResync } from '#lib/connection/start-resync';
import { route } from '#lib/http/route/route';

export const POST = route('POST /api/v1/connection/resync', async ({ db, azure, authority, body, now }) => {
  await startResync(db, authority.actor, now, body?.reason);
  return getConnection(db, azure, now);
});
