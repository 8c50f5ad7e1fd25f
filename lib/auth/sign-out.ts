import { recordAudit } from '../db/audit.ts';
import type { Database } from '../db/database.ts';
import { deleteSession } from '../db/sessions.ts';
import type { CallerOrigin } from '../domain/actor.ts';
import { forgetCredentials } from './recent-credentials.ts';
import { hashOf } from './secrets.ts';
import { actorOf } from './session.ts';

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
