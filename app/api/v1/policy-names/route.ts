import { listPolicyNames } from '#lib/devices/suggested-names';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/policy-names', ({ db }) => listPolicyNames(db));
