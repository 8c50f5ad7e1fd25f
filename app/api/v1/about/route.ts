import { getAbout } from '#lib/about/get-about';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/about', ({ db, installation }) => getAbout(db, installation()));
