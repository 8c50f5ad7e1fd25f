import { historyQuery } from '#lib/contract/report';
import { route } from '#lib/http/route/route';
import { listDeviceReports } from '#lib/reports/list-device-reports';
import { reportNow } from '#lib/reports/report-now';

export const GET = route({
  access: 'devices:read',
  query: historyQuery,
  run: ({ db, id, query }) => listDeviceReports(db, id, query),
});

export const POST = route({
  access: 'reports:write',
  status: 202,
  run: ({ db, id, authority, now }) => reportNow(db, id, authority.actor, now),
});
