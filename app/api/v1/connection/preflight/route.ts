import { getPreflight, runPreflight } from '#lib/connection/run-preflight';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/connection/preflight', ({ db }) => getPreflight(db));
export const POST = route('POST /api/v1/connection/preflight', ({ db, gateway, reporting, authority, now }) =>
  runPreflight({ db, gateway: gateway(), graphWrites: reporting.graphWrites }, authority.actor, now),
);
