import { route } from '#lib/http/route/route';
import { getPreferences, savePreferences } from '#lib/preferences/preferences';

export const GET = route('GET /api/v1/preferences', ({ db, authority }) =>
  getPreferences(db, authority.owner),
);
export const PUT = route('PUT /api/v1/preferences', ({ db, body, authority, now }) =>
  savePreferences(db, body, authority.owner, now),
);
