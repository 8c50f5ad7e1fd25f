import { findDevices } from '#lib/devices/find-devices';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/find', ({ db, query, now }) => findDevices(db, query, now));
