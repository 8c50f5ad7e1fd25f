import { endSession } from '#lib/auth/end-session';
import { route } from '#lib/http/route/route';

export const DELETE = route({
  access: 'devices:read',
  run: ({ db, id, authority, now }) => endSession(db, id, authority, now),
});
