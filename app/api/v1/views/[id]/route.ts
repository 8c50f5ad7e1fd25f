import { viewInput } from '#lib/contract/view';
import { route } from '#lib/http/route/route';
import { changeView } from '#lib/views/change-view';
import { deleteView } from '#lib/views/delete-view';

export const PUT = route({
  access: 'devices:read',
  body: viewInput,
  run: ({ db, id, body, authority, now }) => changeView(db, id, body, authority, now),
});

export const DELETE = route({
  access: 'devices:read',
  run: ({ db, id, authority, now }) => deleteView(db, id, authority, now),
});
