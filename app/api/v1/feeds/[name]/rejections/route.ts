import { listRejections } from '#lib/check-ins/list-rejections';
import { historyQuery } from '#lib/contract/report';
import { route } from '#lib/http/route/route';

export const GET = route({
  access: 'devices:read',
  query: historyQuery,
  run: ({ db, name, query }) => listRejections(db, name, query),
});
