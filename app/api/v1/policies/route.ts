import { route } from '#lib/http/route/route';
import { listPolicies } from '#lib/policies/list-policies';
import { createPolicy } from '#lib/policies/save-policy';

export const GET = route('GET /api/v1/policies', ({ db, now }) => listPolicies(db, now));
export const POST = route('POST /api/v1/policies', ({ db, body, authority, now }) =>
  createPolicy(db, body, authority.actor, now),
);
