import { userTextQuery } from '#lib/contract/user-text';
import { writeUserText } from '#lib/devices/write-user-text';
import { route } from '#lib/http/route/route';

export const GET = route({
  access: 'devices:read',
  query: userTextQuery,
  run: ({ db, id, query, now }) => writeUserText(db, id, query, now),
});
