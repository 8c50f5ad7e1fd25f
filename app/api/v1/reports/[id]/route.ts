import { route } from '#lib/http/route/route';
import { getReport } from '#lib/reports/get-report';

export const GET = route('GET /api/v1/reports/{id}', ({ db, id }) => getReport(db, id));
