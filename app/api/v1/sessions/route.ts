import { listSessions } from '#lib/auth/open-sessions';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/sessions', ({ db, query, authority, now, signIn }) =>
  listSessions(db, query, authority, { now, limits: signIn.session }),
);
