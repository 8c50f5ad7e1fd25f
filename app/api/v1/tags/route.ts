import { listTags } from '#lib/devices/change-device-tags';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/tags', ({ db, query }) => listTags(db, query));
