import { listPolicyNames } from '#lib/devices/list-policy-names';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/policy-names', ({ db }) => listPolicyNames(db));
