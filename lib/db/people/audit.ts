import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '#lib/domain/people/actor';
import type { AuditAction, AuditFacts, AuditOutcome } from '#lib/domain/people/audit-event';
import { Prisma, type Queryable } from '../core/prisma.ts';

export interface AuditEntry {
  actor: Actor;
  action: AuditAction;
  /** The id of what it was done to; of a refused call, its method and path */
  target: string | null;
  outcome?: AuditOutcome;
  /** What changed, and what it was: only that */
  before?: AuditFacts;
  after?: AuditFacts;
  /** What else is worth knowing */
  details?: AuditFacts;
  /** Of a refusal that was met again and again */
  count?: number;
  now: Date;
}

/** Writes who did what, in the transaction that did it. */
export async function recordAudit(db: Queryable, entry: AuditEntry): Promise<void> {
  await recordAudits(db, [entry]);
}

/** Several events, one statement for all. */
export async function recordAudits(db: Queryable, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length > 0) await db.auditEvent.createMany({ data: entries.map(rowOf) });
}

function rowOf(entry: AuditEntry) {
  const { actor, action, target, outcome = 'done', before, after, details = {}, count = 1, now } = entry;
  return {
    id: uuidv7(),
    at: now,
    actorKind: actor.kind,
    actorName: actor.name,
    actorId: actor.id ?? null,
    action,
    target,
    outcome,
    count,
    before: toJson(before),
    after: toJson(after),
    details: details as Prisma.InputJsonObject,
    requestId: actor.requestId,
    address: actor.from?.address ?? null,
    userAgent: actor.from?.userAgent ?? null,
  };
}

function toJson(facts: AuditFacts | undefined) {
  return facts === undefined ? Prisma.DbNull : (facts as Prisma.InputJsonObject);
}

/** Deletes at most `most` of the oldest events before a time, at least a day ago; returns how many. */
export async function forgetAuditEvents(db: Queryable, before: Date, most: number): Promise<number> {
  const [row] = await db.$queryRaw<{ forgotten: number }[]>`
    SELECT forget_audit_events(${before}, ${most}::integer) AS forgotten`;
  return row?.forgotten ?? 0;
}
