import { metricsRoute } from '#lib/http/metrics/metrics-route';

export const dynamic = 'force-dynamic';
export const GET = metricsRoute;
