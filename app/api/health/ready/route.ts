import { healthResponse, problemsOfReadiness } from '#lib/http/route/health';
import { publicRoute } from '#lib/http/route/route';

export const dynamic = 'force-dynamic';
export const GET = publicRoute(async () => healthResponse(await problemsOfReadiness()));
