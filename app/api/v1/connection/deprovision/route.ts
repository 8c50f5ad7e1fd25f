import { getConnection } from '#lib/connection/get-connection';
import { deprovision } from '#lib/connection/provision';
import { route } from '#lib/http/route/route';

export const POST = route('POST /api/v1/connection/deprovision', async (call) => {
  const { db, azure, gateway, partnerUrl, authority, now } = call;
  await deprovision(db, { gateway: gateway(), publicUrl: partnerUrl }, authority.actor, now);
  return getConnection(db, azure, now);
});
