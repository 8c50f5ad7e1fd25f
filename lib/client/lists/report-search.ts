import {
  createLoader,
  createParser,
  type inferParserType,
  parseAsNativeArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';
import type { ReportLogQuery } from '#lib/contract/report';
import { verdicts } from '#lib/domain/devices/verdict';
import { reportSorts } from '#lib/domain/reports/report-criteria';
import { reportStatuses } from '#lib/domain/reports/report-status';
import { triggers } from '#lib/domain/reports/trigger';
import { isId } from '../is-id.ts';

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

const parseAsTime = createParser({
  parse: (text) => (Number.isNaN(Date.parse(text)) ? null : new Date(text).toISOString()),
  serialize: (time: string) => time,
});

/** The address of the reports log: the parameters of the API, and a range of time that moves along. */
export const reportSearchParsers = {
  status: parseAsNativeArrayOf(parseAsStringLiteral(reportChoices.status)),
  trigger: parseAsNativeArrayOf(parseAsStringLiteral(reportChoices.trigger)),
  verdict: parseAsNativeArrayOf(parseAsStringLiteral(reportChoices.verdict)),
  range: parseAsStringLiteral(reportRanges),
  createdAfter: parseAsTime,
  createdBefore: parseAsTime,
  errorCode: parseAsString,
  deviceId: parseAsId,
  sort: parseAsStringLiteral(reportSorts).withDefault('-createdAt'),
  cursor: parseAsString,
};
export type ReportSearch = inferParserType<typeof reportSearchParsers>;
export const loadReportSearch = createLoader(reportSearchParsers);

const pageSize = 50;

export function toReportQuery(search: ReportSearch, now: number): ReportLogQuery {
  const { status, trigger, verdict, range, createdAfter, createdBefore, errorCode, deviceId, sort, cursor } =
    search;
  const after = range === null ? createdAfter : new Date(now - rangeMs[range]).toISOString();
  return {
    ...(status.length > 0 && { status }),
    ...(trigger.length > 0 && { trigger }),
    ...(verdict.length > 0 && { verdict }),
    ...(after !== null && { createdAfter: after }),
    ...(createdBefore !== null && { createdBefore }),
    ...(errorCode !== null && { errorCode }),
    ...(deviceId !== null && { deviceId }),
    ...(cursor !== null && { cursor }),
    sort,
    limit: pageSize,
  };
}

const singleFilters = ['range', 'createdAfter', 'createdBefore', 'errorCode', 'deviceId'] as const;

export function isNarrowed(search: ReportSearch): boolean {
  return (
    singleFilters.some((name) => search[name] !== null) ||
    reportFilterNames.some((name) => search[name].length > 0)
  );
}

/** Takes every filter out of the address. */
export const noReportFilters = Object.fromEntries(
  [...reportFilterNames, ...singleFilters].map((name) => [name, null]),
) as Record<ReportFilterName | (typeof singleFilters)[number], null>;
