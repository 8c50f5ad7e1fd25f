import { getConnection } from '#lib/connection/get-connection';
import { pauseReporting } from '#lib/connection/pause-reporting';
import { route } from '#lib/http/route/route';

export const POST = route({
  access: 'admin',
  run: async ({ db, azure, authority, now }) => {
    await pauseReporting(db, authority.actor, now);
    return getConnection(db, azure, now);
  },
});
