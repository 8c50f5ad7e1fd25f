import { getConnection } from '#lib/connection/get-connection';
import { provision } from '#lib/connection/provision';
import { route } from '#lib/http/route/route';

export const POST = route('POST /api/v1/connection/provision', async (call) => {
  const { db, azure, gateway, partnerUrl, log, authority, now } = call;
  const link = { gateway: gateway(), publicUrl: partnerUrl, log };
  const warnings = await provision(db, link, authority.actor, now);
  return { ...(await getConnection(db, azure, now)), warnings };
});
