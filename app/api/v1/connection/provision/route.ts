import { getConnection } from '#lib/connection/get-connection';
import { provision } from '#lib/connection/provision';
import { route } from '#lib/http/route/route';

export const POST = route({
  access: 'admin',
  run: async ({ db, azure, gateway, partnerUrl, log, authority, now }) => {
    const warnings = await provision(
      db,
      { gateway: gateway(), publicUrl: partnerUrl, log },
      authority.actor,
      now,
    );
    return { ...(await getConnection(db, azure, now)), warnings };
  },
});
