import { listDeviceCheckIns } from '#lib/check-ins/list-device-check-ins';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/devices/{id}/check-ins', ({ db, id, query }) =>
  listDeviceCheckIns(db, id, query),
);
