import type { AuditEvent } from '../contract/audit-event.ts';
import type { AuditRow } from '../db/audit-page.ts';

export function toAuditEvent({ actorKind, actorName, actorId, at, ...row }: AuditRow): AuditEvent {
  return { ...row, at: at.toISOString(), actor: { kind: actorKind, name: actorName, id: actorId } };
}
