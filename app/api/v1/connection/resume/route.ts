import { getConnection } from '#lib/connection/get-connection';
import { resumeReporting } from '#lib/connection/pause-reporting';
import { route } from '#lib/http/route/route';

export const POST = route('POST /api/v1/connection/resume', async ({ db, azure, authority, body, now }) => {
  await resumeReporting(db, authority.actor, now, body?.reason);
  return getConnection(db, azure, now);
});
