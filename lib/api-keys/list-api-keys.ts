import type { Database } from '#lib/db/core/database';
import { pagePosition } from '#lib/db/core/page-position';
import { type StoredApiKey, selectApiKeys } from '#lib/db/people/api-keys';
import { apiKeyState } from '#lib/domain/people/api-key';
import { encodeCursor } from '#lib/domain/text/cursor';
import { prefixOf } from '../auth/secrets.ts';
import type { ApiKey, ApiKeyPage, ApiKeyQuery } from '../contract/api-key.ts';

const sort = '-createdAt';

/** Keys of all states, newest first; one page by keyset. Throws `invalid_input` for a foreign cursor. */
export async function listApiKeys(db: Database, query: ApiKeyQuery, now: Date): Promise<ApiKeyPage> {
  const { limit, cursor } = query;
  const position = pagePosition(cursor, sort, true);
  const value = position?.value ?? null;
  const after = position === null || value === null ? null : { createdAt: new Date(value), id: position.id };
  const rows = await selectApiKeys(db.pool, after, limit + 1);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    items: shown.map((row) => toApiKey(row, now)),
    nextCursor: more ? encodeCursor(sort, { value: last.createdAt.toISOString(), id: last.id }) : null,
  };
}

export function toApiKey(row: StoredApiKey, now: Date): ApiKey {
  const { id, name, scopes, feed, createdBy, revokedBy, replacedBy, managed } = row;
  const time = (date: Date | null) => date?.toISOString() ?? null;
  return {
    id,
    name,
    prefix: prefixOf(row.lookup),
    scopes,
    feed,
    state: apiKeyState(row, now),
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: time(row.lastUsedAt),
    expiresAt: time(row.expiresAt),
    revokedAt: time(row.revokedAt),
    createdBy,
    revokedBy,
    replacedBy,
    managed,
  };
}
