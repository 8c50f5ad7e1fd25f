import { deviceQuery } from '#lib/contract/device';
import { listDevices } from '#lib/devices/list-devices';
import { route } from '#lib/http/route';

export const GET = route({
  access: 'devices:read',
  query: deviceQuery,
  run: ({ db, query, now }) => listDevices(db, query, now),
});
