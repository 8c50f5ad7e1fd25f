import { viewInput } from '#lib/contract/view';
import { route } from '#lib/http/route/route';
import { createView } from '#lib/views/create-view';
import { listViews } from '#lib/views/list-views';

export const GET = route({
  access: 'devices:read',
  run: ({ db, authority, now }) => listViews(db, authority, { now, old: false }),
});

export const POST = route({
  access: 'devices:read',
  status: 201,
  body: viewInput,
  run: ({ db, body, authority, now }) => createView(db, body, authority, now),
});
