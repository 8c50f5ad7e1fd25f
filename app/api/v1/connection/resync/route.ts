import { getConnection } from '#lib/connection/get-connection';
import { startResync } from '#lib/connection/start-resync';
import { route } from '#lib/http/route/route';

export const POST = route({
  access: 'admin',
  run: async ({ db, azure, authority, now }) => {
    await startResync(db, authority.actor, now);
    return getConnection(db, azure, now);
  },
});
