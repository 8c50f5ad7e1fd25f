import { getConnection } from '#lib/connection/get-connection';
import { pauseReporting } from '#lib/connection/pause-reporting';
import { route } from '#lib/http/route/route';

export const POST = route('POST /api/v1/connection/pause', async ({ db, azure, authority, body, now }) => {
  await pauseReporting(db, authority.actor, now, body?.reason);
  return getConnection(db, azure, now);
});
