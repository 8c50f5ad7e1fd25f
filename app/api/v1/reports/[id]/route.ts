import { route } from '#lib/http/route/route';
import { getReport } from '#lib/reports/get-report';

export const GET = route({ access: 'devices:read', run: ({ db, id }) => getReport(db, id) });
