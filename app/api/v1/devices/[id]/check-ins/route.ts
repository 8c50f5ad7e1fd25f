import { listDeviceCheckIns } from '#lib/check-ins/list-device-check-ins';
import { historyQuery } from '#lib/contract/report';
import { route } from '#lib/http/route/route';

export const GET = route({
  access: 'devices:read',
  query: historyQuery,
  run: ({ db, id, query }) => listDeviceCheckIns(db, id, query),
});
