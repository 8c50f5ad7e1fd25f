import { apiKey, apiKeyInput, apiKeyPage, apiKeyQuery, apiKeyRotation, newApiKey } from '../api-key.ts';
import type { Operation } from './operation.ts';

export const apiKeyOperations: Operation[] = [
  {
    method: 'get',
    path: '/api/v1/api-keys',
    summary: 'API keys, newest first; never the keys themselves',
    scope: 'admin',
    query: apiKeyQuery,
    status: 200,
    answer: apiKeyPage,
    problems: [400],
  },
  {
    method: 'post',
    path: '/api/v1/api-keys',
    summary: 'Make a key; this answer is the only one that tells it',
    scope: 'admin',
    body: apiKeyInput,
    status: 201,
    answer: newApiKey,
    problems: [400],
  },
  {
    method: 'delete',
    path: '/api/v1/api-keys/{id}',
    summary: 'Revoke a key: it stops at once, for good',
    scope: 'admin',
    status: 200,
    answer: apiKey,
    problems: [404, 409],
  },
  {
    method: 'post',
    path: '/api/v1/api-keys/{id}/rotate',
    summary: 'Make a key in the place of another, which stays valid for a while',
    scope: 'admin',
    body: apiKeyRotation,
    status: 201,
    answer: newApiKey,
    problems: [400, 404, 409],
  },
];
