import type { Database } from '#lib/db/core/database';
import { findRefusedPerson } from '#lib/db/people/sign-ins';
import type { RefusedPerson } from '#lib/domain/people/sign-in-problem';
import { hashOf } from './secrets.ts';

/** Whom the last attempt of this browser turned away, to say so on the page. */
export async function refusedPerson(
  db: Database,
  attempt: string | undefined,
  now: Date,
): Promise<RefusedPerson | null> {
  return attempt ? findRefusedPerson(db.pool, hashOf(attempt), now) : null;
}
