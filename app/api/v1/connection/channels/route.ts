import { changeChannels, getChannels } from '#lib/connection/channels';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/connection/channels', ({ db, now }) => getChannels(db, now));
export const PUT = route('PUT /api/v1/connection/channels', ({ db, body, authority, now }) =>
  changeChannels(db, body, authority.actor, now),
);
