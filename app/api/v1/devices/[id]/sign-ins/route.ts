import { listSignIns } from '#lib/devices/list-sign-ins';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/devices/{id}/sign-ins', ({ db, gateway, id, now }) =>
  listSignIns(db, gateway, id, now),
);
