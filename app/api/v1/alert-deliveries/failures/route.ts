import { countFailures } from '#lib/alerts/deliveries';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/alert-deliveries/failures', ({ db, query }) =>
  countFailures(db, query),
);
