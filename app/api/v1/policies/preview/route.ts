import { route } from '#lib/http/route/route';
import { previewPolicy } from '#lib/policies/preview-policy';

export const POST = route('POST /api/v1/policies/preview', ({ db, body, now }) =>
  previewPolicy(db, body, now),
);
