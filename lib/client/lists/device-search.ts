import { isEqual, mapValues, pick } from 'es-toolkit';
import {
  createLoader,
  createParser,
  type inferParserType,
  parseAsNativeArrayOf,
  parseAsNumberLiteral,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';
import type { DeviceQuery } from '#lib/contract/device-list';
import type { ViewQuery } from '#lib/contract/view';
import { accessStates } from '#lib/domain/devices/access';
import { channels } from '#lib/domain/devices/channel';
import { clientStatusCodes } from '#lib/domain/devices/client-status-code';
import {
  type DeviceCriteria,
  type DeviceSort,
  defaultDeviceSort,
  deviceSorts,
} from '#lib/domain/devices/device-criteria';
import { tagBounds } from '#lib/domain/devices/device-tags';
import { namedTraits, traitValues } from '#lib/domain/devices/device-traits';
import { entraProblems } from '#lib/domain/devices/entra-problem';
import { operatingSystems } from '#lib/domain/devices/operating-system';
import { pastedBounds, searchBounds, searchExcess } from '#lib/domain/devices/search-text';
import { verdicts } from '#lib/domain/devices/verdict';
import { policyActions } from '#lib/domain/policies/policy';
import { azureComplianceStatuses, managementStates } from '#lib/domain/reports/report-status';
import { isAge } from '#lib/domain/text/age';
import { toQueryString } from '#lib/domain/text/query-string';
import { given, isParsed, notUnderstoodBy, parseAsTextUpTo } from './search-state.ts';

export const filterChoices = {
  verdict: verdicts,
  azureComplianceStatus: [...azureComplianceStatuses, 'blank'],
  clientStatusCode: [...clientStatusCodes, 'blank'],
  os: operatingSystems,
  managementState: managementStates,
  access: accessStates,
  channel: channels,
  entraProblem: entraProblems,
  ownership: traitValues.ownership,
  encrypted: traitValues.encrypted,
  action: traitValues.action,
  policyAction: policyActions,
} as const;
/** Filters with a known set of values, of which several may be chosen. */
export type ChoiceFilter = keyof typeof filterChoices;
export const choiceFilters = Object.keys(filterChoices) as ChoiceFilter[];

const flagFilters = [
  'drift',
  'entraDisagrees',
  'neverReported',
  'userHasToAct',
  'azureIdTaken',
  'missing',
  'restored',
] as const;
type FlagFilter = (typeof flagFilters)[number];

/** All filters but the search box, in the order in which they are offered. */
export const filterNames = [
  ...choiceFilters.filter((name): name is Exclude<ChoiceFilter, 'policyAction'> => name !== 'policyAction'),
  ...([
    'feed',
    'policy',
    'policyAction',
    'tag',
    ...namedTraits,
    ...flagFilters,
    'lastCheckInBefore',
    'lastReportedBefore',
    'id',
  ] as const),
] as const;
export type FilterName = (typeof filterNames)[number];

/** A filter that is on or off, and has no values. */
export function isFlagFilter(name: FilterName): name is FlagFilter {
  return flagFilters.some((flag) => flag === name);
}

export const pageSizes = [50, 100, 200] as const;

const searchText = createParser({
  parse: (value) => {
    const text = parseAsTextUpTo(searchBounds.letters).parse(value);
    return text === null || searchExcess(text) !== null ? null : text;
  },
  serialize: (text: string) => text,
});
const flag = createParser<boolean>({
  parse: (text) => (text === 'true' ? true : null),
  serialize: String,
}).withDefault(false);
const age = createParser({
  parse: (text) => (isAge(text) ? text : null),
  serialize: (text: string) => text,
});

const valueParsers = {
  verdict: parseAsStringLiteral(filterChoices.verdict),
  azureComplianceStatus: parseAsStringLiteral(filterChoices.azureComplianceStatus),
  clientStatusCode: parseAsStringLiteral(filterChoices.clientStatusCode),
  os: parseAsStringLiteral(filterChoices.os),
  managementState: parseAsStringLiteral(filterChoices.managementState),
  access: parseAsStringLiteral(filterChoices.access),
  channel: parseAsStringLiteral(filterChoices.channel),
  entraProblem: parseAsStringLiteral(filterChoices.entraProblem),
  feed: parseAsTextUpTo(100),
  policy: parseAsTextUpTo(256),
  id: parseAsTextUpTo(pastedBounds.valueLetters),
  tag: parseAsTextUpTo(tagBounds.letters),
  osVersion: parseAsTextUpTo(64),
  model: parseAsTextUpTo(128),
  ownership: parseAsStringLiteral(filterChoices.ownership),
  encrypted: parseAsStringLiteral(filterChoices.encrypted),
  action: parseAsStringLiteral(filterChoices.action),
  policyAction: parseAsStringLiteral(filterChoices.policyAction),
  failureCode: parseAsTextUpTo(100),
};

/** The address of the device list: the same parameters as in the API. */
export const deviceSearchParsers = {
  verdict: parseAsNativeArrayOf(valueParsers.verdict),
  azureComplianceStatus: parseAsNativeArrayOf(valueParsers.azureComplianceStatus),
  clientStatusCode: parseAsNativeArrayOf(valueParsers.clientStatusCode),
  os: parseAsNativeArrayOf(valueParsers.os),
  managementState: parseAsNativeArrayOf(valueParsers.managementState),
  access: parseAsNativeArrayOf(valueParsers.access),
  channel: parseAsNativeArrayOf(valueParsers.channel),
  entraProblem: parseAsNativeArrayOf(valueParsers.entraProblem),
  feed: parseAsNativeArrayOf(valueParsers.feed),
  policy: parseAsNativeArrayOf(valueParsers.policy),
  id: parseAsNativeArrayOf(valueParsers.id),
  tag: parseAsNativeArrayOf(valueParsers.tag),
  osVersion: parseAsNativeArrayOf(valueParsers.osVersion),
  model: parseAsNativeArrayOf(valueParsers.model),
  ownership: parseAsNativeArrayOf(valueParsers.ownership),
  encrypted: parseAsNativeArrayOf(valueParsers.encrypted),
  action: parseAsNativeArrayOf(valueParsers.action),
  policyAction: parseAsNativeArrayOf(valueParsers.policyAction),
  failureCode: parseAsNativeArrayOf(valueParsers.failureCode),
  drift: flag,
  entraDisagrees: flag,
  neverReported: flag,
  userHasToAct: flag,
  azureIdTaken: flag,
  missing: flag,
  restored: flag,
  lastCheckInBefore: age,
  lastReportedBefore: age,
  q: searchText.withDefault(''),
  sort: parseAsStringLiteral(deviceSorts).withDefault(defaultDeviceSort),
  cursor: parseAsString,
  limit: parseAsNumberLiteral(pageSizes).withDefault(100),
  /** The saved view that was opened: what differs from it is a change of it */
  view: parseAsTextUpTo(40),
};
export type DeviceSearch = inferParserType<typeof deviceSearchParsers>;
export const loadDeviceSearch = createLoader(deviceSearchParsers);

/** The filter alone, as exports, views and bulk actions take it. Without a policy, no step of one is asked for. */
export function toDeviceFilter(search: DeviceSearch): DeviceCriteria {
  const policyAction = search.policy.length > 0 ? search.policyAction : [];
  return given({ ...pick(search, filterNames), policyAction, q: search.q.trim() });
}

/** The whole query of the list's page. */
export function toDeviceQuery(search: DeviceSearch): DeviceQuery {
  const { sort, cursor, limit } = search;
  return { ...toDeviceFilter(search), ...given({ cursor }), sort, limit, count: true };
}

export function isFiltered(search: DeviceSearch): boolean {
  return Object.keys(toDeviceFilter(search)).length > 0;
}

/** Whether two queries of the list show the same, whatever the order of their values. */
export function isSameQuery(one: ViewQuery, other: ViewQuery): boolean {
  return isEqual(inOrder(one), inOrder(other));
}

function inOrder({ filter, sort }: ViewQuery): object {
  const values = mapValues(given(filter), (value) => (Array.isArray(value) ? value.toSorted() : value));
  return { values, sort };
}

/** The address of the list with a filter, for links. */
export function listHref(
  filter: DeviceCriteria,
  sort: DeviceSort = defaultDeviceSort,
  view?: string,
): string {
  const query = toQueryString({ ...filter, ...(sort !== defaultDeviceSort && { sort }), view });
  return query === '' ? '/devices' : `/devices?${query}`;
}

export const notUnderstood = (address: URLSearchParams) => notUnderstoodBy(isUnderstood, address);

function isUnderstood(name: string, value: string): boolean {
  if (Object.hasOwn(valueParsers, name)) {
    return valueParsers[name as keyof typeof valueParsers].parse(value) !== null;
  }
  return isParsed(deviceSearchParsers, name, value);
}
