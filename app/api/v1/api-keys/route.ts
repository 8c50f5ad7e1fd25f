import { issueApiKey } from '#lib/api-keys/issue-api-key';
import { listApiKeys } from '#lib/api-keys/list-api-keys';
import { apiKeyInput, apiKeyQuery } from '#lib/contract/api-key';
import { route } from '#lib/http/route/route';

export const GET = route({
  access: 'admin',
  query: apiKeyQuery,
  run: ({ db, query, now }) => listApiKeys(db, query, now),
});

export const POST = route({
  access: 'admin',
  status: 201,
  body: apiKeyInput,
  run: ({ db, body, authority, now }) => issueApiKey(db, body, authority, now),
});
