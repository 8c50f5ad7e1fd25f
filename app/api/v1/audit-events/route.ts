import { listAuditEvents } from '#lib/audit/list-audit-events';
import { auditQuery } from '#lib/contract/audit-event';
import { route } from '#lib/http/route/route';

export const GET = route({
  access: 'admin',
  query: auditQuery,
  run: ({ db, query }) => listAuditEvents(db, query),
});
