import { preferences } from '#lib/contract/preferences';
import { route } from '#lib/http/route/route';
import { getPreferences } from '#lib/preferences/get-preferences';
import { savePreferences } from '#lib/preferences/save-preferences';

export const GET = route({
  access: 'devices:read',
  run: ({ db, authority }) => getPreferences(db, authority.owner),
});

export const PUT = route({
  access: 'devices:read',
  body: preferences,
  run: ({ db, body, authority, now }) => savePreferences(db, body, authority.owner, now),
});
