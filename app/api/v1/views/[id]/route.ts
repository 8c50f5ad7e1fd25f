import { route } from '#lib/http/route/route';
import { changeView, deleteView } from '#lib/views/change-views';

export const PUT = route('PUT /api/v1/views/{id}', ({ db, id, body, authority, now }) =>
  changeView(db, id, body, authority, now),
);
export const DELETE = route('DELETE /api/v1/views/{id}', ({ db, id, authority, now }) =>
  deleteView(db, id, authority, now),
);
