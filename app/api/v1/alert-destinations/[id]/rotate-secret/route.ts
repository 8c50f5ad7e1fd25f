import { rotateSigningSecret } from '#lib/alerts/destinations';
import { route } from '#lib/http/route/route';

export const POST = route(
  'POST /api/v1/alert-destinations/{id}/rotate-secret',
  ({ db, alerts, id, authority, now }) => rotateSigningSecret({ db, alerts }, id, authority.actor, now),
);
