import type { Database } from '#lib/db/core/database';
import { mayHaveFeed, needsFeed } from '#lib/domain/people/api-key';
import { createApiKey } from '../auth/create-api-key.ts';
import type { ApiKeyInput, NewApiKey } from '../contract/api-key.ts';
import { type Granter, refuseField, requireFuture, requireWithinRights } from './key-checks.ts';
import { toApiKey } from './list-api-keys.ts';

/**
 * Creates a key that is shown in this answer only. Throws `invalid_input` where scopes and feed do not fit or its time is
 * over already, and `not_authorized` where it would go beyond the rights of its creator.
 */
export async function issueApiKey(
  db: Database,
  input: ApiKeyInput,
  granter: Granter,
  now: Date,
): Promise<NewApiKey> {
  const { name, scopes, feed = null } = input;
  if (feed === null && needsFeed(scopes)) refuseField('feed', 'required', 'is required with check-ins:write');
  if (feed !== null && !mayHaveFeed(scopes)) {
    refuseField('feed', 'not_allowed', 'is only for keys with check-ins:write or admin');
  }
  const expiresAt = input.expiresAt ? new Date(input.expiresAt) : null;
  requireFuture(expiresAt, now);
  requireWithinRights(granter, { scopes, expiresAt });
  const { actor } = granter;
  const { key, row } = await createApiKey(db, { name, feed, scopes, expiresAt, actor, now });
  return { ...toApiKey(row, now), key };
}
