import { tagDevices } from '#lib/devices/change-device-tags';
import { route } from '#lib/http/route/route';

export const POST = route('POST /api/v1/device-tags', ({ db, body, authority, now }) =>
  tagDevices(db, body, authority.actor, now),
);
