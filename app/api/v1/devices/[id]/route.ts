import { getDevice } from '#lib/devices/get-device';
import { route } from '#lib/http/route';

export const GET = route({ access: 'devices:read', run: ({ db, id, now }) => getDevice(db, id, now) });
