import { route } from '#lib/http/route/route';
import { listPolicyVersions } from '#lib/policies/list-policies';

export const GET = route('GET /api/v1/policies/{id}/versions', ({ db, id }) => listPolicyVersions(db, id));
