import {
  createLoader,
  type inferParserType,
  parseAsNativeArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';
import type { AuditExportQuery, AuditQuery } from '#lib/contract/audit-event';
import { type AuditAction, auditActions, auditOutcomes, auditSorts } from '#lib/domain/people/audit-event';
import { given, parseAsTimeRange, startOfRange } from './search-state.ts';

/** The address of the audit log: the parameters of the API, and a range of time that ends now. */
export const auditSearchParsers = {
  q: parseAsString.withDefault(''),
  actor: parseAsNativeArrayOf(parseAsString),
  action: parseAsNativeArrayOf(parseAsStringLiteral(auditActions)),
  outcome: parseAsStringLiteral(auditOutcomes),
  target: parseAsString,
  range: parseAsTimeRange,
  sort: parseAsStringLiteral(auditSorts).withDefault('-at'),
  cursor: parseAsString,
};
export type AuditSearch = inferParserType<typeof auditSearchParsers>;
export const loadAuditSearch = createLoader(auditSearchParsers);

const pageSize = 50;

function filterOf(search: AuditSearch, now: number) {
  const { range, sort, cursor: _, ...filters } = search;
  return { ...given({ ...filters, after: range === null ? null : startOfRange(range, now) }), sort };
}

export function toAuditQuery(search: AuditSearch, now: number): AuditQuery {
  return { ...filterOf(search, now), ...given({ cursor: search.cursor }), limit: pageSize };
}

export function toAuditExportQuery(
  search: AuditSearch,
  format: AuditExportQuery['format'],
  now: number,
): AuditExportQuery {
  return { ...filterOf(search, now), format };
}

/** The key of an action's name among the messages: `device.retire` → `device_retire`. */
type KeyOf<A> = A extends `${infer Noun}.${infer Verb}` ? `${Noun}_${Verb}` : never;
export type AuditActionKey = KeyOf<AuditAction>;

/** Null: this version does not know the action. */
export function auditActionKey(action: string): AuditActionKey | null {
  const known = auditActions.some((one) => one === action);
  return known ? (action.replace('.', '_') as AuditActionKey) : null;
}
