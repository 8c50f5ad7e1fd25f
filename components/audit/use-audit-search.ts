'use client';

import { useQueryStates } from 'nuqs';
import { useCallback } from 'react';
import { type AuditSearch, auditSearchParsers } from '#lib/client/lists/audit-search';

type Change = { [K in keyof AuditSearch]?: AuditSearch[K] | null };
const nothing = { q: null, actor: null, action: null, outcome: null, target: null, range: null };

/** The log's filters, sort and page, kept in the address. Every change starts at the first page, and Back undoes it. */
export function useAuditSearch() {
  const [search, setSearch] = useQueryStates(auditSearchParsers, { history: 'push', shallow: true });
  const change = useCallback((next: Change) => setSearch({ cursor: null, ...next }), [setSearch]);
  const clear = useCallback(() => change(nothing), [change]);
  return { search, change, clear };
}
