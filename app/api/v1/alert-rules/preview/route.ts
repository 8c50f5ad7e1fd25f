import { previewRule } from '#lib/alerts/rules';
import { route } from '#lib/http/route/route';

export const POST = route('POST /api/v1/alert-rules/preview', ({ db, body, now }) =>
  previewRule(db, body, now),
);
