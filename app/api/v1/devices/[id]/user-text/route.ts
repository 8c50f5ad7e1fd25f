import { writeUserText } from '#lib/devices/write-user-text';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/devices/{id}/user-text', ({ db, id, query, now }) =>
  writeUserText(db, id, query, now),
);
