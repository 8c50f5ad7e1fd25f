import { listRejections } from '#lib/check-ins/feeds';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/feeds/{name}/rejections', ({ db, name, query }) =>
  listRejections(db, name, query),
);
