import type { AuditRow } from '#lib/db/people/audit-page';
import type { AuditEvent } from '../contract/audit-event.ts';

export function toAuditEvent({ actorKind, actorName, actorId, at, ...row }: AuditRow): AuditEvent {
  return { ...row, at: at.toISOString(), actor: { kind: actorKind, name: actorName, id: actorId } };
}
