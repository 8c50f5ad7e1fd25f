import type { StoredApiKey } from '#lib/db/people/api-keys';
import { apiKeyState } from '#lib/domain/people/api-key';
import { prefixOf } from '../auth/api-key-secret.ts';
import type { ApiKey } from '../contract/api-key.ts';

export function toApiKey(row: StoredApiKey, now: Date): ApiKey {
  const { id, name, scopes, feed, createdBy, revokedBy, replacedBy, managed } = row;
  const time = (date: Date | null) => date?.toISOString() ?? null;
  return {
    ...{ id, name, prefix: prefixOf(row.lookup), scopes, feed, state: apiKeyState(row, now) },
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: time(row.lastUsedAt),
    expiresAt: time(row.expiresAt),
    revokedAt: time(row.revokedAt),
    ...{ createdBy, revokedBy, replacedBy, managed },
  };
}
