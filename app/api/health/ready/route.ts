import { healthResponse, problemsOfReadiness } from '#lib/http/health';
import { publicRoute } from '#lib/http/public-route';

export const dynamic = 'force-dynamic';
export const GET = publicRoute(async () => healthResponse(await problemsOfReadiness()));
