import { deprovision } from '#lib/connection/deprovision';
import { getConnection } from '#lib/connection/get-connection';
import { route } from '#lib/http/route/route';

export const POST = route({
  access: 'admin',
  run: async ({ db, azure, gateway, partnerUrl, authority, now }) => {
    await deprovision(db, { gateway: gateway(), publicUrl: partnerUrl }, authority.actor, now);
    return getConnection(db, azure, now);
  },
});
