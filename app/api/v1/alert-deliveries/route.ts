import { listDeliveries } from '#lib/alerts/deliveries';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/alert-deliveries', ({ db, query }) => listDeliveries(db, query));
