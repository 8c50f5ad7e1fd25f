import { route } from '#lib/http/route/route';
import { createException, listExceptions } from '#lib/policies/policy-exceptions';

export const GET = route('GET /api/v1/policy-exceptions', ({ db, query, now }) =>
  listExceptions(db, query, now),
);
export const POST = route('POST /api/v1/policy-exceptions', ({ db, body, authority, now }) =>
  createException(db, body, authority, now),
);
