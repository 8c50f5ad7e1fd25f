import { route } from '#lib/http/route/route';
import { getPreferences } from '#lib/preferences/get-preferences';
import { savePreferences } from '#lib/preferences/save-preferences';

export const GET = route('GET /api/v1/preferences', ({ db, authority }) =>
  getPreferences(db, authority.owner),
);
export const PUT = route('PUT /api/v1/preferences', ({ db, body, authority, now }) =>
  savePreferences(db, body, authority.owner, now),
);
