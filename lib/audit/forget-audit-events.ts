import type { Database } from '#lib/db/core/database';
import { forgetAuditEvents as forgetSome, recordAudit } from '#lib/db/people/audit';

const atOnce = 5000;
const worker = { kind: 'system', name: 'worker', requestId: null } as const;

/** Deletes events before a time, a few thousand a statement; that itself is an event. Returns how many. */
export async function forgetAuditEvents(
  db: Database,
  { before, now, signal }: { before: Date; now: Date; signal?: AbortSignal },
): Promise<number> {
  let total = 0;
  for (;;) {
    const forgotten = await forgetSome(db.pool, before, atOnce);
    total += forgotten;
    if (forgotten < atOnce || signal?.aborted) break;
  }
  if (total > 0) {
    const details = { before: before.toISOString(), count: total };
    await recordAudit(db.pool, { actor: worker, action: 'audit.forget', target: null, details, now });
  }
  return total;
}
