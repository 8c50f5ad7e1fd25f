import { getDevice } from '#lib/devices/get-device';
import { route } from '#lib/http/route/route';

/** Asked often: Next need not watch what is read of a request that is never answered beforehand. */
export const dynamic = 'force-dynamic';

export const GET = route('GET /api/v1/devices/{id}', ({ db, id, now }) => getDevice(db, id, now));
