import { route } from '#lib/http/route/route';
import { createVersionList, listVersionLists } from '#lib/policies/version-lists';

export const GET = route('GET /api/v1/version-lists', ({ db }) => listVersionLists(db));
export const POST = route('POST /api/v1/version-lists', ({ db, body, authority, now }) =>
  createVersionList(db, body, authority.actor, now),
);
