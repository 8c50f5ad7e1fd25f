import { route } from '#lib/http/route/route';
import { listDeviceReports } from '#lib/reports/list-reports';
import { reportNow } from '#lib/reports/report-now';

export const GET = route('GET /api/v1/devices/{id}/reports', ({ db, id, query }) =>
  listDeviceReports(db, id, query),
);
export const POST = route('POST /api/v1/devices/{id}/reports', ({ db, id, authority, now }) =>
  reportNow(db, id, authority.actor, now),
);
