import { getUserMail, setUserMail } from '#lib/alerts/user-mail';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/user-mail', ({ db, alerts }) => getUserMail({ db, alerts }));
export const PUT = route('PUT /api/v1/user-mail', ({ db, alerts, body, authority, now }) =>
  setUserMail({ db, alerts }, body, authority.actor, now),
);
