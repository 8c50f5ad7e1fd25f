import { createDestination, listDestinations } from '#lib/alerts/destinations';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/alert-destinations', ({ db, alerts }) =>
  listDestinations({ db, alerts }),
);
export const POST = route('POST /api/v1/alert-destinations', ({ db, alerts, body, authority, now }) =>
  createDestination({ db, alerts }, body, authority.actor, now),
);
