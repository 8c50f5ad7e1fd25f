import { retireDevice } from '#lib/devices/retire-device';
import { route } from '#lib/http/route/route';

export const POST = route('POST /api/v1/devices/{id}/retire', ({ db, id, authority, now }) =>
  retireDevice(db, id, authority.actor, now),
);
