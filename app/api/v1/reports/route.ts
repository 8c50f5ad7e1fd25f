import { reportLogQuery } from '#lib/contract/report';
import { route } from '#lib/http/route/route';
import { listReports } from '#lib/reports/list-reports';

export const GET = route({
  access: 'devices:read',
  query: reportLogQuery,
  run: ({ db, query }) => listReports(db, query),
});
