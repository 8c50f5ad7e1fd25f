import {
  createLoader,
  type inferParserType,
  parseAsNativeArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';
import type { AuditExportQuery, AuditQuery } from '#lib/contract/audit-event';
import { type AuditAction, auditActions, auditOutcomes, auditSorts } from '#lib/domain/people/audit-event';

const hour = 3_600_000;
const rangeMs = { '1h': hour, '24h': 24 * hour, '7d': 7 * 24 * hour, '30d': 30 * 24 * hour } as const;
export type AuditRange = keyof typeof rangeMs;
export const auditRanges = Object.keys(rangeMs) as AuditRange[];

/** The address of the audit log: the parameters of the API, and a range of time that moves along. */
export const auditSearchParsers = {
  q: parseAsString.withDefault(''),
  actor: parseAsNativeArrayOf(parseAsString),
  action: parseAsNativeArrayOf(parseAsStringLiteral(auditActions)),
  outcome: parseAsStringLiteral(auditOutcomes),
  target: parseAsString,
  range: parseAsStringLiteral(auditRanges),
  sort: parseAsStringLiteral(auditSorts).withDefault('-at'),
  cursor: parseAsString,
};
export type AuditSearch = inferParserType<typeof auditSearchParsers>;
export const loadAuditSearch = createLoader(auditSearchParsers);

const pageSize = 50;

function filterOf(search: AuditSearch, now: number) {
  const { q, actor, action, outcome, target, range } = search;
  return {
    ...(q !== '' && { q }),
    ...(actor.length > 0 && { actor }),
    ...(action.length > 0 && { action }),
    ...(outcome !== null && { outcome }),
    ...(target !== null && { target }),
    ...(range !== null && { after: new Date(now - rangeMs[range]).toISOString() }),
    sort: search.sort,
  };
}

export function toAuditQuery(search: AuditSearch, now: number): AuditQuery {
  const { cursor } = search;
  return { ...filterOf(search, now), ...(cursor !== null && { cursor }), limit: pageSize };
}

export function toAuditExportQuery(
  search: AuditSearch,
  format: AuditExportQuery['format'],
  now: number,
): AuditExportQuery {
  return { ...filterOf(search, now), format };
}

export function isAuditNarrowed({ q, actor, action, outcome, target, range }: AuditSearch): boolean {
  const sets = actor.length + action.length > 0;
  return sets || q !== '' || outcome !== null || target !== null || range !== null;
}

/** The key of an action's name among the messages: `device.retire` → `device_retire`. */
type KeyOf<A> = A extends `${infer Noun}.${infer Verb}` ? `${Noun}_${Verb}` : never;
export type AuditActionKey = KeyOf<AuditAction>;

/** Null: an action that this version does not know, of a newer or an older one. */
export function auditActionKey(action: string): AuditActionKey | null {
  const known = auditActions.some((one) => one === action);
  return known ? (action.replace('.', '_') as AuditActionKey) : null;
}
