import type { Database } from '#lib/db/core/database';
import { pagePosition } from '#lib/db/core/page-position';
import {
  type AuditRow,
  forgetAuditEvents as forgetSome,
  recordAudit,
  selectAuditPage,
} from '#lib/db/people/audit';
import type { Actor } from '#lib/domain/people/actor';
import { encodeCursor } from '#lib/domain/text/cursor';
import { jsonLine } from '#lib/domain/text/json-line';
import type { AuditEvent, AuditExportQuery, AuditPage, AuditQuery } from '../contract/audit-event.ts';
import { cefLine } from './cef-line.ts';

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

function toAuditEvent({ actorKind, actorName, actorId, at, ...row }: AuditRow): AuditEvent {
  return { ...row, at: at.toISOString(), actor: { kind: actorKind, name: actorName, id: actorId } };
}

const batch = 1000;
/** Of the schema of events, as CEF's readers see it */
const version = '1';

/**
 * All events of a filter as text, a batch at a time, read as they are taken. What was taken, whole or in part, is
 * itself an event at the end.
 */
export async function* exportAuditEvents(
  db: Database,
  query: AuditExportQuery,
  context: { actor: Actor; now: Date },
): AsyncGenerator<string> {
  const { format, sort, ...filter } = query;
  const until = { ...filter, before: earlier(filter.before, context.now) };
  let after: { value: string; id: string } | null = null;
  let count = 0;
  let complete = false;
  try {
    while (!complete) {
      const rows: AuditRow[] = await selectAuditPage(db.pool, { filter: until, sort, after, limit: batch });
      const last = rows.at(-1);
      if (last !== undefined) {
        const events = rows.map(toAuditEvent);
        yield events.map((event) => (format === 'cef' ? cefLine(event, version) : jsonLine(event))).join('');
        count += rows.length;
        after = { value: last.at.toISOString(), id: last.id };
      }
      complete = rows.length < batch;
    }
  } finally {
    const details = { format, filter, count, complete };
    await recordAudit(db.pool, { ...context, action: 'audit.export', target: null, details });
  }
}

/** Nothing that happens meanwhile: an export of the oldest first would otherwise never reach its end. */
function earlier(before: string | undefined, now: Date): string {
  return before === undefined || new Date(before) > now ? now.toISOString() : before;
}

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
