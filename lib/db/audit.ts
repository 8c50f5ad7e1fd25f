import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '../domain/actor.ts';
import type { Queryable } from './database.ts';

export interface AuditEntry {
  actor: Actor;
  /** noun.verb, such as `device.report` */
  action: string;
  target: string | null;
  details?: Record<string, string | number | boolean | null>;
  now: Date;
}

/** Writes who did what, in the transaction that did it. */
export async function recordAudit(
  db: Queryable,
  { actor, action, target, details, now }: AuditEntry,
): Promise<void> {
  await db.auditEvent.create({
    data: {
      id: uuidv7(),
      at: now,
      actorKind: actor.kind,
      actorName: actor.name,
      action,
      target,
      details: details ?? {},
      requestId: actor.requestId,
    },
  });
}
