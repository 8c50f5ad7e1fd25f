import { getPreflight } from '#lib/connection/get-preflight';
import { runPreflight } from '#lib/connection/run-preflight';
import { route } from '#lib/http/route/route';

export const GET = route({
  access: 'devices:read',
  run: ({ db }) => getPreflight(db),
});

export const POST = route({
  access: 'admin',
  run: ({ db, gateway, authority, now }) => runPreflight(db, gateway(), authority.actor, now),
});
