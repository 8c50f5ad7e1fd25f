import { askEntra } from '#lib/devices/ask-entra';
import { route } from '#lib/http/route/route';

export const POST = route('POST /api/v1/devices/{id}/entra-reading', (call) => {
  const { db, log, gateway, reporting: settings, id, authority, now } = call;
  return askEntra({ db, log, gateway: gateway(), settings, clock: () => now }, id, authority.actor);
});
