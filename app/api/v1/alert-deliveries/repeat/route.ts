import { repeatAllFailed } from '#lib/alerts/deliveries';
import { route } from '#lib/http/route/route';

export const POST = route('POST /api/v1/alert-deliveries/repeat', ({ db, body, authority, now }) =>
  repeatAllFailed(db, body, authority.actor, now),
);
