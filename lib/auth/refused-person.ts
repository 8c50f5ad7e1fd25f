import type { Database } from '../db/database.ts';
import { findRefusedPerson } from '../db/sign-in-attempts.ts';
import type { RefusedPerson } from '../domain/sign-in-problem.ts';
import { hashOf } from './secrets.ts';

/** Whom the last attempt of this browser turned away, to say so on the page. */
export async function refusedPerson(
  db: Database,
  attempt: string | undefined,
  now: Date,
): Promise<RefusedPerson | null> {
  return attempt ? findRefusedPerson(db.pool, hashOf(attempt), now) : null;
}
