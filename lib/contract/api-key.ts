import { z } from 'zod';
import { apiKeyStates } from '#lib/domain/people/api-key';
import { keyScopes } from '#lib/domain/people/scope';
import type { Operations } from './operation.ts';
import { text, timestamp, wholeNumber } from './primitives.ts';

const nullableText = z.string().nullable();

export const apiKey = z
  .object({
    id: z.string(),
    name: z.string(),
    /** The part of the key that may be shown; null for older keys */
    prefix: nullableText,
    scopes: z.array(z.enum(keyScopes)),
    /** The feed whose devices it checks in */
    feed: nullableText,
    state: z.enum(apiKeyStates),
    createdAt: z.string(),
    createdBy: nullableText,
    /** To the minute */
    lastUsedAt: nullableText,
    expiresAt: nullableText,
    revokedAt: nullableText,
    revokedBy: nullableText,
    /** The key that replaced it in a rotation */
    replacedBy: nullableText,
    /** Comes from TENKO_BOOTSTRAP_API_KEY and can only be changed there */
    managed: z.boolean(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof apiKey>;

/** `key` is the secret itself; only this answer contains it */
export const newApiKey = apiKey.extend({ key: z.string() }).meta({ id: 'NewApiKey' });
export type NewApiKey = z.infer<typeof newApiKey>;

export const apiKeyPage = z.object({ items: z.array(apiKey), nextCursor: nullableText });
export type ApiKeyPage = z.infer<typeof apiKeyPage>;

export const apiKeyQuery = z.strictObject({
  limit: wholeNumber(1, 200).default(100),
  cursor: z.string().max(1000).optional(),
});
export type ApiKeyQuery = z.infer<typeof apiKeyQuery>;

const expiresAt = timestamp.nullable().optional().describe('In the future. If null or left out: never');

export const apiKeyInput = z.strictObject({
  name: text(100),
  scopes: z
    .array(z.enum(keyScopes))
    .min(1)
    .max(keyScopes.length)
    .transform((given) => keyScopes.filter((scope) => given.includes(scope))),
  feed: text(100).nullable().optional().describe('Required with check-ins:write'),
  expiresAt,
});
export type ApiKeyInput = z.infer<typeof apiKeyInput>;

export const defaultOverlapHours = 24;

export const apiKeyRotation = z
  .strictObject({
    overlapHours: z
      .number()
      .int()
      .min(0)
      .max(720)
      .default(defaultOverlapHours)
      .describe('How long the old key stays valid'),
    expiresAt: expiresAt.describe('Of the new key. If left out: the same lifetime as the old key'),
  })
  .prefault({});
export type ApiKeyRotation = z.infer<typeof apiKeyRotation>;

export const apiKeyOperations = {
  'GET /api/v1/api-keys': {
    summary: 'List API keys, newest first, without the keys themselves',
    scope: 'audit:read',
    query: apiKeyQuery,
    answer: apiKeyPage,
  },
  'POST /api/v1/api-keys': {
    summary: 'Create a key. Only this response contains it',
    scope: 'admin',
    body: apiKeyInput,
    status: 201,
    answer: newApiKey,
    problems: [409],
  },
  'DELETE /api/v1/api-keys/{id}': {
    summary: 'Revoke a key at once and permanently',
    scope: 'admin',
    answer: apiKey,
    problems: [404, 409],
  },
  'POST /api/v1/api-keys/{id}/rotate': {
    summary: 'Rotate a key. The old key stays valid for a while',
    scope: 'admin',
    body: apiKeyRotation,
    status: 201,
    answer: newApiKey,
    problems: [404, 409],
  },
} satisfies Operations;
