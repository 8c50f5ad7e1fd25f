import { listSessions } from '#lib/auth/list-sessions';
import { sessionQuery } from '#lib/contract/session';
import { route } from '#lib/http/route/route';

export const GET = route({
  access: 'devices:read',
  query: sessionQuery,
  run: ({ db, query, authority, now, signIn }) =>
    listSessions(db, query, authority, { now, limits: signIn.session }),
});
