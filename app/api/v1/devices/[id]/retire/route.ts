import { retireDevice } from '#lib/devices/retire-device';
import { route } from '#lib/http/route/route';

export const POST = route({
  access: 'admin',
  status: 202,
  run: ({ db, id, authority, now }) => retireDevice(db, id, authority.actor, now),
});
