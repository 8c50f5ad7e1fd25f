import { route } from '#lib/http/route/route';
import { createView } from '#lib/views/change-views';
import { listViews } from '#lib/views/list-views';

export const GET = route('GET /api/v1/views', ({ db, authority, now }) =>
  listViews(db, authority, { now, old: false }),
);
export const POST = route('POST /api/v1/views', ({ db, body, authority, now }) =>
  createView(db, body, authority, now),
);
