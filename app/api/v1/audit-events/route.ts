import { listAuditEvents } from '#lib/audit/audit-events';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/audit-events', ({ db, query }) => listAuditEvents(db, query));
