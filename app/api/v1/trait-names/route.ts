import { listTraitNames } from '#lib/devices/suggested-names';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/trait-names', ({ db, query }) => listTraitNames(db, query));
