import { type EntraOnlyRow, selectEntraOnlyPage } from '#lib/db/connection/entra-only';
import type { Database } from '#lib/db/core/database';
import { pagePosition } from '#lib/db/core/page-position';
import { isLikelyDuplicate, staleBefore } from '#lib/domain/azure/entra-only';
import { encodeCursor } from '#lib/domain/text/cursor';
import type { EntraOnlyDevice, EntraOnlyPage, EntraOnlyQuery } from '../contract/entra-only.ts';

/** One page of the devices that only Entra knows, by keyset. Throws `invalid_input` for a foreign cursor. */
export async function listEntraOnly(db: Database, query: EntraOnlyQuery, now: Date): Promise<EntraOnlyPage> {
  const { os, stale, sort, limit, cursor } = query;
  const position = pagePosition(cursor, sort, true);
  const value = position?.value ?? null;
  const rows = await selectEntraOnlyPage(db, {
    os,
    staleBefore: stale === true ? staleBefore(now) : null,
    sort,
    after: position === null || value === null ? null : { value, id: position.id },
    limit: limit + 1,
  });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    items: shown.map((row) => toEntraOnlyDevice(row, now)),
    nextCursor: more ? encodeCursor(sort, { value: last.sortedBy, id: last.objectId }) : null,
  };
}

export function toEntraOnlyDevice({ sortedBy, ...row }: EntraOnlyRow, now: Date): EntraOnlyDevice {
  const stale = sortedBy < staleBefore(now).toISOString();
  return { ...row, stale, duplicate: isLikelyDuplicate(row.sameName) };
}
