import {
  createLoader,
  createParser,
  type inferParserType,
  parseAsNativeArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';
import type { ReportLogQuery } from '../contract/report.ts';
import { reportSorts } from '../domain/report-criteria.ts';
import { reportStatuses } from '../domain/report-status.ts';
import { triggers } from '../domain/trigger.ts';
import { verdicts } from '../domain/verdict.ts';
import { isId } from './is-id.ts';

export const reportChoices = {
  status: reportStatuses,
  trigger: triggers,
  verdict: verdicts,
} as const;
export type ReportFilterName = keyof typeof reportChoices;
export const reportFilterNames = Object.keys(reportChoices) as ReportFilterName[];

const hour = 3_600_000;
const rangeMs = { '1h': hour, '24h': 24 * hour, '7d': 7 * 24 * hour, '30d': 30 * 24 * hour } as const;
export type ReportRange = keyof typeof rangeMs;
export const reportRanges = Object.keys(rangeMs) as ReportRange[];

const parseAsId = createParser({
  parse: (text) => (isId(text) ? text.toLowerCase() : null),
  serialize: (id: string) => id,
});

/** The address of the reports log: the parameters of the API, and a range of time that moves along. */
export const reportSearchParsers = {
  status: parseAsNativeArrayOf(parseAsStringLiteral(reportChoices.status)),
  trigger: parseAsNativeArrayOf(parseAsStringLiteral(reportChoices.trigger)),
  verdict: parseAsNativeArrayOf(parseAsStringLiteral(reportChoices.verdict)),
  range: parseAsStringLiteral(reportRanges),
  deviceId: parseAsId,
  sort: parseAsStringLiteral(reportSorts).withDefault('-createdAt'),
  cursor: parseAsString,
};
export type ReportSearch = inferParserType<typeof reportSearchParsers>;
export const loadReportSearch = createLoader(reportSearchParsers);

const pageSize = 50;

export function toReportQuery(search: ReportSearch, now: number): ReportLogQuery {
  const { status, trigger, verdict, range, deviceId, sort, cursor } = search;
  return {
    ...(status.length > 0 && { status }),
    ...(trigger.length > 0 && { trigger }),
    ...(verdict.length > 0 && { verdict }),
    ...(range !== null && { createdAfter: new Date(now - rangeMs[range]).toISOString() }),
    ...(deviceId !== null && { deviceId }),
    ...(cursor !== null && { cursor }),
    sort,
    limit: pageSize,
  };
}

export function isNarrowed(search: ReportSearch): boolean {
  const { range, deviceId } = search;
  return range !== null || deviceId !== null || reportFilterNames.some((name) => search[name].length > 0);
}
