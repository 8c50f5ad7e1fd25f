import { route } from '#lib/http/route';
import { retireDevice } from '#lib/reports/retire-device';

export const POST = route({
  access: 'admin',
  status: 202,
  run: ({ db, id, authority, now }) => retireDevice(db, id, authority.actor, now),
});
