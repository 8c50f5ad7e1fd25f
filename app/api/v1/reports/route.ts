import { route } from '#lib/http/route/route';
import { listReports } from '#lib/reports/list-reports';

export const GET = route('GET /api/v1/reports', ({ db, query }) => listReports(db, query));
