import { route } from '#lib/http/route/route';
import { listSources } from '#lib/sources/list-sources';
import { createSource } from '#lib/sources/save-source';

export const GET = route('GET /api/v1/sources', ({ db }) => listSources(db));
export const POST = route('POST /api/v1/sources', ({ db, sources, body, authority, now }) =>
  createSource({ db, sources }, body, authority.actor, now),
);
