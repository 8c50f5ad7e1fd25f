import { repeatOne } from '#lib/alerts/deliveries';
import { route } from '#lib/http/route/route';

export const POST = route('POST /api/v1/alert-deliveries/{id}/repeat', ({ db, id, authority, now }) =>
  repeatOne(db, id, authority.actor, now),
);
