import type { Database } from '#lib/db/core/database';
import { pagePosition } from '#lib/db/core/page-position';
import { type AuditRow, selectAuditPage } from '#lib/db/people/audit-page';
import { encodeCursor } from '#lib/domain/text/cursor';
import type { AuditEvent, AuditPage, AuditQuery } from '../contract/audit-event.ts';

/** One page of the audit log by keyset. Throws `invalid_input` for a foreign cursor. */
export async function listAuditEvents(db: Database, query: AuditQuery): Promise<AuditPage> {
  const { sort, limit, cursor, ...filter } = query;
  const position = pagePosition(cursor, sort, true);
  const value = position?.value ?? null;
  const after = position === null || value === null ? null : { value, id: position.id };
  const rows = await selectAuditPage(db.pool, { filter, sort, after, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    items: shown.map(toAuditEvent),
    nextCursor: more ? encodeCursor(sort, { value: last.at.toISOString(), id: last.id }) : null,
  };
}

export function toAuditEvent({ actorKind, actorName, actorId, at, ...row }: AuditRow): AuditEvent {
  return { ...row, at: at.toISOString(), actor: { kind: actorKind, name: actorName, id: actorId } };
}
