import { testDestination } from '#lib/alerts/test-destination';
import { route } from '#lib/http/route/route';

export const POST = route('POST /api/v1/alert-destinations/{id}/test', ({ db, alerts, id, authority, now }) =>
  testDestination({ db, alerts }, id, authority.actor, now),
);
