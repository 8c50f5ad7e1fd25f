import type { Database } from '#lib/db/core/database';
import { recordAudit } from '#lib/db/people/audit';
import { deleteSession } from '#lib/db/people/sessions';
import type { CallerOrigin } from '#lib/domain/people/actor';
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
