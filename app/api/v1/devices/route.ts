import { deviceQuery } from '#lib/contract/device';
import { listDevices } from '#lib/devices/list-devices';
import { route } from '#lib/http/route/route';

/** Asked often: Next need not watch what is read of a request that is never answered beforehand. */
export const dynamic = 'force-dynamic';

export const GET = route({
  access: 'devices:read',
  query: deviceQuery,
  run: ({ db, query, now }) => listDevices(db, query, now),
});
