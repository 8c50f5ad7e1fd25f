import { createRule, listRules } from '#lib/alerts/rules';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/alert-rules', ({ db }) => listRules(db));
export const POST = route('POST /api/v1/alert-rules', ({ db, body, authority, now }) =>
  createRule(db, body, authority.actor, now),
);
