import { endSession } from '#lib/auth/open-sessions';
import { route } from '#lib/http/route/route';

export const DELETE = route('DELETE /api/v1/sessions/{id}', ({ db, id, authority, now }) =>
  endSession(db, id, authority, now),
);
