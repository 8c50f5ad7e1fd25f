import { issueApiKey } from '#lib/api-keys/change-api-keys';
import { listApiKeys } from '#lib/api-keys/list-api-keys';
import { route } from '#lib/http/route/route';

export const GET = route('GET /api/v1/api-keys', ({ db, query, now }) => listApiKeys(db, query, now));
export const POST = route('POST /api/v1/api-keys', ({ db, body, authority, now }) =>
  issueApiKey(db, body, authority, now),
);
