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
import { type ReportSort, reportSorts } from '#lib/domain/reports/report-criteria';
import { reportStatuses } from '#lib/domain/reports/report-status';
import { triggers } from '#lib/domain/reports/trigger';
import { toQueryString } from '#lib/domain/text/query-string';
import { given, isParsed, notUnderstoodBy, parseAsTimeRange, startOfRange } from './search-state.ts';

export const reportChoices = {
  status: reportStatuses,
  trigger: triggers,
  verdict: verdicts,
} as const;
export type ReportFilterName = keyof typeof reportChoices;
export const reportFilterNames = Object.keys(reportChoices) as ReportFilterName[];

export const parseAsId = createParser({
  parse: (text) => (isId(text) ? text.toLowerCase() : null),
  serialize: (id: string) => id,
});

const parseAsTime = createParser({
  parse: (text) => (Number.isNaN(Date.parse(text)) ? null : new Date(text).toISOString()),
  serialize: (time: string) => time,
});

const defaultSort: ReportSort = '-createdAt';

/** The address of the reports log: the parameters of the API, and a range of time that ends now. */
export const reportSearchParsers = {
  status: parseAsNativeArrayOf(parseAsStringLiteral(reportChoices.status)),
  trigger: parseAsNativeArrayOf(parseAsStringLiteral(reportChoices.trigger)),
  verdict: parseAsNativeArrayOf(parseAsStringLiteral(reportChoices.verdict)),
  range: parseAsTimeRange,
  createdAfter: parseAsTime,
  createdBefore: parseAsTime,
  errorCode: parseAsString,
  q: parseAsString.withDefault(''),
  deviceId: parseAsId,
  sort: parseAsStringLiteral(reportSorts).withDefault(defaultSort),
  cursor: parseAsString,
};
export type ReportSearch = inferParserType<typeof reportSearchParsers>;
export const loadReportSearch = createLoader(reportSearchParsers);

export const reportsNotUnderstood = (address: URLSearchParams) => notUnderstoodBy(isUnderstood, address);

/** The address of the log without what no filter understands. */
export function knownReportsHref({ sort, cursor: _, ...filter }: ReportSearch): string {
  const query = toQueryString(given({ ...filter, sort: sort === defaultSort ? null : sort }));
  return query === '' ? '/reports' : `/reports?${query}`;
}

function isUnderstood(name: string, value: string): boolean {
  if (Object.hasOwn(reportChoices, name)) {
    const choices: readonly string[] = reportChoices[name as ReportFilterName];
    return choices.includes(value);
  }
  return isParsed(reportSearchParsers, name, value);
}

const pageSize = 50;

export function toReportQuery(search: ReportSearch, now: number): ReportLogQuery {
  const { cursor } = search;
  return { ...toReportFilter(search, now), ...given({ cursor }), limit: pageSize, count: true };
}

/** Which reports, in their order, on whatever page. */
export function toReportFilter({ range, sort, cursor: _, ...rest }: ReportSearch, now: number) {
  const createdAfter = range === null ? rest.createdAfter : startOfRange(range, now);
  return { ...given({ ...rest, createdAfter }), sort };
}

const shape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text has the form of an id. */
export function isId(text: string): boolean {
  return shape.test(text);
}
