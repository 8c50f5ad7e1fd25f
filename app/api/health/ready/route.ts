import { healthResponse, problemsOfReadiness } from '#lib/http/health';

export const dynamic = 'force-dynamic';
export const GET = async () => healthResponse(await problemsOfReadiness());
