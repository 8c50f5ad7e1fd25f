import { takeCheckIns } from '#lib/check-ins/take-check-ins';
import { route } from '#lib/http/route/route';

export const POST = route('POST /api/v1/check-ins', ({ db, log, authority, body, now }) =>
  takeCheckIns({ db, log }, { feed: authority.feed, checkIns: body.checkIns, now }),
);
