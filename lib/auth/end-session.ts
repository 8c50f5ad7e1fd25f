import type { Database } from '#lib/db/core/database';
import { recordAudit } from '#lib/db/people/audit';
import { deleteSession, deleteSessionById } from '#lib/db/people/sessions';
import type { CallerOrigin } from '#lib/domain/people/actor';
import { TenkoError } from '../errors.ts';
import type { Authority } from './authenticate.ts';
import { forgetCredentials } from './recent-credentials.ts';
import { hashOf } from './secrets.ts';
import { actorOf, personName } from './session.ts';

/** Ends one's own session, or as an admin anyone's. Throws `not_found`, also for those of others. */
export async function endSession(
  db: Database,
  id: string,
  { actor, session, isAdmin }: Authority,
  now: Date,
): Promise<{ id: string }> {
  await db.transaction(async (tx) => {
    const mayEnd = isAdmin || session !== null;
    const ended = mayEnd ? await deleteSessionById(tx, id, isAdmin ? null : session) : null;
    if (ended === null) throw new TenkoError('not_found', 'Session not found.');
    const details = { of: personName(ended), by: ended.method, role: ended.role };
    await recordAudit(tx, { actor, action: 'session.end', target: id, details, now });
  });
  forgetCredentials(db);
  return { id };
}

/** Ends the session of a cookie, if there is one. */
export async function signOut(
  db: Database,
  secret: string,
  { now, ...call }: { now: Date; requestId: string; from: CallerOrigin },
): Promise<void> {
  await db.transaction(async (tx) => {
    const ended = await deleteSession(tx, hashOf(secret));
    if (ended === null) return;
    const actor = actorOf(ended, call);
    await recordAudit(tx, { actor, action: 'session.sign_out', target: ended.id, now });
  });
  forgetCredentials(db);
}
