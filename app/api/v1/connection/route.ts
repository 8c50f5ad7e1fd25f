import { getConnection } from '#lib/connection/get-connection';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/connection', ({ db, azure, now }) => getConnection(db, azure, now));
