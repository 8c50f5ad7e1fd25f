import { runPreflight } from '#lib/connection/run-preflight';
import { route } from '#lib/http/route';

export const POST = route({
  access: 'admin',
  run: ({ db, gateway, now }) => runPreflight(db, gateway(), now),
});
